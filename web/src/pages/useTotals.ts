import { withQuery } from "../lib/api";
import { getAll } from "../lib/api";
import { useLoad } from "../lib/useApi";
import type { Loaded } from "../lib/useApi";
import type { NodeResult } from "../lib/types";
import { runPath } from "./useRun";

export type TotalsFilter = {
  node?: string;
  measures: readonly string[];
  scenario?: string;
  /** Product types apart as well as together. */
  byProduct?: boolean;
};

/** Totals in the reporting currency: of each measure, for every node below `node`, or for all. */
export function useTotals(run: string, filter: TotalsFilter | null): Loaded<NodeResult[]> {
  const paths = filter?.measures.map((measure) =>
    withQuery(runPath(run, "nodes"), {
      node: filter.node,
      measure,
      scenario: filter.scenario,
      is_reporting_total: true,
      product_type: filter.byProduct ? undefined : "ALL",
    }),
  );
  return useLoad(paths ? paths.join("\n") : null, async (key) => {
    const lists = await Promise.all(key.split("\n").filter(Boolean).map((path) => getAll<NodeResult>(path)));
    return lists.flat();
  });
}
