// The answers of the deals service, as far as the pages use them.

export type DealState = "UPLOADED" | "VALIDATED" | "APPROVED" | "ACTIVE" | "ARCHIVED" | "REJECTED";

export type DealVersion = {
  deal_id: string;
  version: number;
  as_of: string;
  document_hash: string;
  state: DealState;
  note: string;
  created_by: string;
  created_at: string;
};

export type Deal = { latest: DealVersion; usable_version?: number };

export type DealEvent = { number: number; state: DealState; actor: string; at: string; comment: string };

export type DealDetail = {
  deal_id: string;
  usable_version?: number;
  versions: { version: DealVersion; events: DealEvent[] }[];
};

export type DealBond = {
  name: string;
  balance: number;
  original_balance: number;
  coupon: string;
  tier?: string;
  credit_enhancement?: number;
};

export type DealStructure = {
  name: string;
  currency: string;
  months_per_period: number;
  collateral_balance: number;
  overcollateralisation: number;
  bonds: DealBond[];
  groups: { name: string; balance: number; lines: number; note_rate: number; remaining_months: number; assumptions: Assumptions }[];
  triggers: { name: string; formula: string }[];
};

type Assumptions = Record<string, unknown>;

export type DealVersionDetail = { version: DealVersion; structure: DealStructure };

export type DealRun = {
  periods: number;
  months_per_period: number;
  dates: string[];
  bonds: BondFlows[];
  triggers: { name: string; tripped_periods: number[] }[];
};

export type BondFlows = {
  name: string;
  weighted_average_life?: number;
  first_principal_period?: number;
  last_principal_period?: number;
  balance: number[];
  interest: number[];
  principal: number[];
  residual: number[];
  written_down: number[];
  shortfall: number[];
};

export type DealReason = { formula: string; value: number; names: { name: string; value: number }[] };
export type DealTest = { trigger: string; reason: DealReason; is_tripped: boolean };

export type DealStep = {
  path: string;
  title: string;
  is_taken: boolean;
  account?: string;
  cash_before: number;
  cash_after: number;
  reasons: DealReason[];
  tests: DealTest[];
  entries: { to: string; due: number; paid: number }[];
};

export type DealExplanation = {
  period: number;
  periods: number;
  date?: string;
  opening: { account: string; cash: number }[];
  tests: DealTest[];
  steps: DealStep[];
};

/** What an assumption of a pool says: a speed as text, parts, or a model by its name. */
export function assumptionText(value: unknown): string {
  if (Array.isArray(value)) return value.map(assumptionText).join(", ");
  if (typeof value === "object" && value !== null) return `model ${String((value as { model?: unknown }).model)}`;
  return typeof value === "number" ? `${Math.round(value * 10_000) / 100}%` : String(value ?? "");
}

/** Periods as ranges: `1-3, 7`. */
export function periodRanges(periods: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const period of periods) {
    const last = ranges[ranges.length - 1];
    if (last && last[1] === period - 1) last[1] = period;
    else ranges.push([period, period]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

/** A formula with its value, and the values of what it names. */
export function reasonText(reason: DealReason): string {
  const names = reason.names.map((item) => `${item.name} = ${amount(item.value)}`).join(", ");
  return `${reason.formula} is ${amount(reason.value)}${names ? `, as ${names}` : ""}`;
}

/** Amounts to cents, rates and ratios to six places. */
export function amount(value: number): string {
  if (Math.abs(value) >= 1_000) {
    return value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  return String(Math.round(value * 1e6) / 1e6);
}
