// Changes of a run's book, and what they would make of it.

import { number } from "./format";
import type { LimitDefinition, Reason } from "./types";

export type NewPosition = {
  position_id: string;
  portfolio: string;
  instrument_id: string;
  quantity: number;
  clean_price?: number;
  spread_bp?: number;
};
/** As the services take it. */
export type Change =
  | { action: "remove"; position_id: string }
  | { action: "resize"; position_id: string; quantity: number }
  | { action: "add"; position: NewPosition };

export type WhatIfCell = { scenario: string; before?: number; after?: number; change?: number };
export type WhatIfItem = {
  node: string;
  product_type?: string;
  measure: string;
  factor: string;
  positions_before: number;
  positions_after: number;
  gaps_before: number;
  gaps_after: number;
  cells: WhatIfCell[];
};
export type LimitFinding = {
  status: string;
  value?: number;
  reason?: Reason;
  position_count: number;
  gap_count: number;
};
export type LimitComparison = {
  limit: string;
  version: number;
  definition: LimitDefinition;
  before: LimitFinding;
  after: LimitFinding;
};
export type WhatIfAnswer = {
  reporting_currency: string;
  positions: { position_id: string; effect: string; quantity_before?: number; quantity_after?: number }[];
  items: WhatIfItem[];
  limits?: LimitComparison[];
};

/** The changes in an address; none where it holds something else. */
export function readChanges(text: string): Change[] {
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isChange) : [];
  } catch {
    return [];
  }
}

function isChange(value: unknown): value is Change {
  if (typeof value !== "object" || value === null) return false;
  const change = value as Record<string, unknown>;
  if (change["action"] === "add") return typeof change["position"] === "object" && change["position"] !== null;
  const isNamed = typeof change["position_id"] === "string";
  return isNamed && (change["action"] === "remove" || (change["action"] === "resize" && typeof change["quantity"] === "number"));
}

/** The changes as an address holds them; nothing for none. */
export function writeChanges(changes: readonly Change[]): string {
  return changes.length === 0 ? "" : JSON.stringify(changes);
}

export function changeText(change: Change): string {
  switch (change.action) {
    case "remove":
      return `remove ${change.position_id}`;
    case "resize":
      return `resize ${change.position_id} to ${amount(change.quantity)}`;
    case "add": {
      const { position } = change;
      return `add ${amount(position.quantity)} of ${position.instrument_id} as ${position.position_id} in ${position.portfolio}`;
    }
  }
}

const amount = (quantity: number) => number(quantity, Number.isInteger(quantity) ? 0 : 2);

/** Totals of all products of a node. */
export function ofNode(answer: WhatIfAnswer, node: string): WhatIfItem[] {
  return answer.items.filter((item) => item.node === node && item.product_type === undefined);
}

/** Profit and loss under every scenario before and after; scenarios without a value on a side have none there. */
export type ProfitRow = { scenario: string; before: number | undefined; after: number | undefined };

export function profits(value: WhatIfItem | undefined, base: string): ProfitRow[] {
  const from = value?.cells.find((cell) => cell.scenario === base);
  if (!value || !from) return [];
  const less = (now: number | undefined, then: number | undefined) =>
    now === undefined || then === undefined ? undefined : now - then;
  return value.cells
    .filter((cell) => cell.scenario !== base)
    .map((cell) => ({
      scenario: cell.scenario,
      before: less(cell.before, from.before),
      after: less(cell.after, from.after),
    }));
}
