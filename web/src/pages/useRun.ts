import { useApi } from "../lib/useApi";
import type { Loaded } from "../lib/useApi";
import { segment } from "../lib/api";
import { isPlain } from "../lib/measures";
import type { RunDetail } from "../lib/types";

export function runPath(run: string, ...more: string[]): string {
  return ["/v1/runs", segment(run), ...more].join("/");
}

/** The address of a page of a run. */
export function runPage(run: string, ...more: string[]): string {
  return ["/runs", segment(run), ...more.map(segment)].join("/");
}

export function useRun(run: string): Loaded<RunDetail> {
  return useApi<RunDetail>(runPath(run));
}

/** Measures that are one number per position, which totals and tables show side by side. */
export function plainMeasures(detail: RunDetail): string[] {
  return detail.request.pricing.measures.filter(isPlain);
}

/** What a run's first page shows of a portfolio, so far as the run has it. */
const preferred = ["PV", "DV01", "CS01", "EFFECTIVE_DURATION", "YIELD", "SPREAD_DURATION"];

export function headlineMeasures(detail: RunDetail): string[] {
  const plain = plainMeasures(detail);
  const chosen = preferred.filter((measure) => plain.includes(measure));
  return chosen.length > 0 ? chosen : plain.slice(0, 6);
}

export function hasMeasure(detail: RunDetail, measure: string): boolean {
  return detail.request.pricing.measures.includes(measure);
}

/** The scenario the others are measured from: the run's first. */
export function baseScenario(detail: RunDetail): string {
  return detail.run.scenario_ids[0] ?? "BASE";
}
