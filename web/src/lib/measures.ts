// How the values of measures are written: as the services say (GET /v1/measures). A measure that they do not name, or any
// while they do not answer, is written with significant digits and without a unit.

import { useSyncExternalStore } from "react";
import { get } from "./api";
import { number, words } from "./format";

export type MeasureInfo = {
  measure: string;
  label: string;
  unit: "AMOUNT" | "PER_100" | "RATE" | "BASIS_POINTS" | "YEARS" | "YEARS_SQUARED" | "NONE";
  decimals: number;
  aggregation: "SUM" | "WEIGHTED_BY_PV" | "NONE";
  factor: "NONE" | "CURVE_POINT" | "CURVE_QUOTE" | "SURFACE_EXPIRY" | "CURRENCY";
  /** What a positive and a negative value say. */
  sign: string;
};

export type Style = {
  label: string;
  /** Shown beside the label; "" where the currency of the row is the unit or there is none. */
  unit: string;
  isAmount: boolean;
  /** Below zero where it is not known. */
  decimals: number;
  scale: number;
  suffix: string;
};

const units: Record<MeasureInfo["unit"], { unit: string; scale: number; suffix: string }> = {
  AMOUNT: { unit: "", scale: 1, suffix: "" },
  PER_100: { unit: "per 100", scale: 1, suffix: "" },
  RATE: { unit: "%", scale: 100, suffix: "%" },
  BASIS_POINTS: { unit: "bp", scale: 1, suffix: "" },
  YEARS: { unit: "years", scale: 1, suffix: "" },
  YEARS_SQUARED: { unit: "years²", scale: 1, suffix: "" },
  NONE: { unit: "", scale: 1, suffix: "" },
};

/** `hasAnswered`: the services have, be it with an error. */
type Known = { byName: ReadonlyMap<string, MeasureInfo>; hasAnswered: boolean };

let known: Known = { byName: new Map(), hasAnswered: false };
const listeners = new Set<() => void>();

function become(next: Known): void {
  known = next;
  for (const listener of Array.from(listeners)) listener();
}

/** Takes the measures as the services name them. */
export function setMeasures(items: readonly MeasureInfo[]): void {
  become({ byName: new Map(items.map((item) => [item.measure, item])), hasAnswered: true });
}

/** Asks for them, once they are there not again. */
export async function loadMeasures(): Promise<void> {
  if (known.byName.size > 0) return;
  try {
    setMeasures((await get<{ items: MeasureInfo[] }>("/v1/measures")).items);
  } catch {
    // Pages tell what is wrong with the services.
    become({ ...known, hasAnswered: true });
  }
}

/** Renders anew when the measures are there. */
export function useMeasures(): Known {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => known,
  );
}

/** What the services say of a measure. */
export function measureInfo(measure: string): MeasureInfo | undefined {
  return known.byName.get(measure);
}

export function measureStyle(measure: string): Style {
  const info = measureInfo(measure);
  if (!info) return { label: words(measure), unit: "", isAmount: false, decimals: -1, scale: 1, suffix: "" };
  return { label: info.label, isAmount: info.unit === "AMOUNT", decimals: info.decimals, ...units[info.unit] };
}

/** Whether a measure is one number per position, which totals and tables show side by side. */
export function isPlain(measure: string): boolean {
  const info = measureInfo(measure);
  return !info || (info.factor === "NONE" && info.unit !== "NONE");
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
