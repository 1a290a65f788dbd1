// Results as they come, page after page; several measures at once.

import { getFresh, segment, withQuery } from "../lib/api";
import type { Page, Result } from "../lib/types";

export type ResultFilter = {
  run: string;
  node: string;
  product: string;
  reason: string;
  /** Of positions: names of dimensions with the groups meant, "" for those without one. */
  groups: Readonly<Record<string, readonly string[]>>;
  scenarios: readonly string[];
  measures: readonly string[];
};

const requestsAtOnce = 3;

/** Reads every result the filter has, until the end or the signal; `take` gets each page. */
export async function streamResults(
  filter: ResultFilter,
  signal: AbortSignal,
  take: (results: Result[]) => void,
): Promise<void> {
  const waiting = [...filter.measures];
  const work = async () => {
    for (let measure = waiting.shift(); measure !== undefined; measure = waiting.shift()) {
      await readMeasure(filter, measure, signal, take);
    }
  };
  await Promise.all(Array.from({ length: Math.min(requestsAtOnce, waiting.length) }, work));
}

async function readMeasure(
  filter: ResultFilter,
  measure: string,
  signal: AbortSignal,
  take: (results: Result[]) => void,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const path = withQuery(`/v1/runs/${segment(filter.run)}/results`, {
      node: filter.node,
      product_type: filter.product,
      reason: filter.reason,
      ...filter.groups,
      measure,
      scenario: filter.scenarios,
      limit: 1000,
      cursor,
    });
    const page: Page<Result> = await getFresh<Page<Result>>(path, signal);
    if (signal.aborted) return;
    take(page.items);
    cursor = page.next_cursor;
  } while (cursor);
}
