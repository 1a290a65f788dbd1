import type { CashFlow } from "./types";

export type LadderStep = "month" | "quarter" | "year";
export type LadderRow = { period: string; interest: number; principal: number; prepayment: number; total: number };

/** Cash flows by period, in order of time; every period between the first and the last is there. */
export function ladder(flows: readonly CashFlow[], step: LadderStep): LadderRow[] {
  const rows = new Map<string, LadderRow>();
  const dates = flows.map((flow) => flow.pay_date).sort();
  const [first, last] = [dates[0], dates[dates.length - 1]];
  if (!first || !last) return [];
  const months = { month: 1, quarter: 3, year: 12 }[step];
  const indexOf = (date: string) => {
    const [year, month] = date.split("-").map(Number);
    return Math.floor(((year ?? 0) * 12 + (month ?? 1) - 1) / months);
  };
  for (let index = indexOf(first); index <= indexOf(last); index += 1) {
    const period = periodName(index * months, step);
    rows.set(period, { period, interest: 0, principal: 0, prepayment: 0, total: 0 });
  }
  for (const flow of flows) {
    const row = rows.get(periodName(indexOf(flow.pay_date) * months, step));
    if (!row) continue;
    row.interest += flow.interest;
    row.principal += flow.principal;
    row.prepayment += flow.prepayment;
    row.total += flow.total;
  }
  return [...rows.values()];
}

function periodName(month: number, step: LadderStep): string {
  const year = Math.floor(month / 12);
  const ofYear = month % 12;
  if (step === "year") return String(year);
  if (step === "quarter") return `${year} Q${ofYear / 3 + 1}`;
  return `${year}-${String(ofYear + 1).padStart(2, "0")}`;
}
