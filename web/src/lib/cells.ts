import type { Cell, NodeResult, Reason } from "./types";

export function cellOf(cells: readonly Cell[], scenario: string): Cell | undefined {
  return cells.find((cell) => cell.scenario === scenario);
}

export function valueOf(cells: readonly Cell[] | undefined, scenario: string): number | undefined {
  return cells && cellOf(cells, scenario)?.value;
}

/** A reason as a sentence's beginning: its code in words, and what it is about. */
export function reasonText(reason: Reason): string {
  const code = reason.code.replaceAll("_", " ");
  return reason.detail ? `${code}: ${reason.detail}` : code;
}

/** The reporting totals of one measure by node, all product types together. */
export function totalsByNode(results: readonly NodeResult[], measure: string, factor = ""): Map<string, NodeResult> {
  const totals = new Map<string, NodeResult>();
  for (const result of results) {
    if (result.measure === measure && result.factor === factor && result.product_type === null) {
      totals.set(result.node, result);
    }
  }
  return totals;
}

/** Years of a tenor such as 3M or 10Y, to put tenors in order. */
export function tenorYears(tenor: string): number {
  if (tenor === "ON") return 1 / 365;
  const found = /^(\d+)([DWMY])$/.exec(tenor);
  if (!found) return Number.POSITIVE_INFINITY;
  const years = { D: 1 / 365, W: 7 / 365, M: 1 / 12, Y: 1 }[found[2] as "D" | "W" | "M" | "Y"];
  return Number(found[1]) * years;
}

/** A factor such as USD:5Y as curve and tenor; one of another form has no tenor. */
export function splitFactor(factor: string): { curve: string; tenor: string } {
  const colon = factor.lastIndexOf(":");
  return colon < 0 ? { curve: factor, tenor: "" } : { curve: factor.slice(0, colon), tenor: factor.slice(colon + 1) };
}
