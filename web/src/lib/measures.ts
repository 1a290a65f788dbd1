// How the values of measures are written. A measure that is not named here is written with significant digits and
// without a unit, so a new one appears without a change.

import { number, words } from "./format";

export type Style = {
  label: string;
  /** Shown beside the label; "" where the currency of the row is the unit or there is none. */
  unit: string;
  isAmount: boolean;
  decimals: number;
  scale: number;
  suffix: string;
};

function style(label: string, unit: string, decimals: number, scale = 1, suffix = ""): Style {
  return { label, unit, isAmount: unit === "", decimals, scale, suffix };
}

const known: Record<string, Style> = {
  PV: style("Value", "", 0),
  CLEAN_PRICE: style("Clean price", "per 100", 4),
  DIRTY_PRICE: style("Dirty price", "per 100", 4),
  ACCRUED: style("Accrued", "per 100", 4),
  YIELD: style("Yield", "%", 3, 100, "%"),
  Z_SPREAD: style("Z-spread", "bp", 1),
  G_SPREAD: style("G-spread", "bp", 1),
  DV01: style("DV01", "", 2),
  CS01: style("CS01", "", 2),
  MODIFIED_DURATION: style("Modified duration", "years", 3),
  MACAULAY_DURATION: style("Macaulay duration", "years", 3),
  EFFECTIVE_DURATION: style("Effective duration", "years", 3),
  CONVEXITY: style("Convexity", "years²", 2),
  SPREAD_DURATION: style("Spread duration", "years", 3),
  KEY_RATE_DV01: style("Key-rate DV01", "", 2),
  FX_DELTA: style("FX delta", "", 0),
  WAL: style("Average life", "years", 3),
};

export function measureStyle(measure: string): Style {
  return known[measure] ?? { ...style(words(measure), " ", -1), unit: "" , isAmount: false };
}

/** A value of a measure as text; totals of amounts are written without cents. */
export function measureText(measure: string, value: number, isTotal = false): string {
  const how = measureStyle(measure);
  if (how.decimals < 0) return Number.isInteger(value) ? number(value) : String(Number(value.toPrecision(8)));
  return number(value * how.scale, isTotal && how.isAmount ? 0 : how.decimals) + how.suffix;
}

export function measureLabel(measure: string, factor = ""): string {
  const label = measureStyle(measure).label;
  return factor ? `${label} ${factor}` : label;
}
