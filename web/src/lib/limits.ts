// Limits as text, as the command line writes them.

import { number, percent } from "./format";
import { measureLabel, measureText } from "./measures";
import type { LimitDefinition, LimitFigure } from "./types";

export type LimitState = "PROPOSED" | "ACTIVE" | "RETIRED";
export type LimitProposal = {
  number: number;
  change: "CREATE" | "CHANGE" | "RETIRE";
  /** Absent for a retirement. */
  definition?: LimitDefinition;
  proposed_by: string;
  proposed_at: string;
};
export type Limit = {
  name: string;
  state: LimitState;
  version: number;
  /** What counts, or counted last. */
  definition?: LimitDefinition;
  /** What waits for another person's word. */
  proposal?: LimitProposal;
};
export type LimitStep = {
  number: number;
  step: "PROPOSED" | "APPROVED" | "REJECTED";
  change: LimitProposal["change"];
  by: string;
  at: string;
  before?: LimitDefinition;
  after?: LimitDefinition;
};
export type LimitDetail = { limit: Limit; history: LimitStep[] };

export const limitPage = (name: string) => `/limits/${encodeURIComponent(name)}`;

/** What a form says of a limit, each field as it is typed. */
export type LimitDraft = {
  node: string;
  kind: "measure" | "profit" | "concentration";
  measure: string;
  factor: string;
  scenario: string;
  isRelative: boolean;
  attribute: string;
  /** Empty for the Herfindahl index. */
  largest: string;
  minimum: string;
  maximum: string;
  /** Per cent. */
  warning: string;
  currency: string;
};

export const emptyDraft: LimitDraft = {
  node: "",
  kind: "measure",
  measure: "DV01",
  factor: "",
  scenario: "BASE",
  isRelative: false,
  attribute: "issuer",
  largest: "1",
  minimum: "",
  maximum: "",
  warning: "90",
  currency: "",
};

export function draftOf(limit: LimitDefinition): LimitDraft {
  const text = (value: number | undefined) => (value === undefined ? "" : String(value));
  const draft: LimitDraft = {
    ...emptyDraft,
    node: limit.node,
    minimum: text(limit.bounds.minimum),
    maximum: text(limit.bounds.maximum),
    warning: String(Number((limit.bounds.warning_share * 100).toPrecision(12))),
    currency: limit.currency ?? "",
  };
  if ("measure" in limit.figure) return { ...draft, kind: "measure", ...limit.figure.measure };
  if ("profit" in limit.figure) {
    const { scenario, is_relative: isRelative } = limit.figure.profit;
    return { ...draft, kind: "profit", scenario, isRelative };
  }
  const { attribute, largest } = limit.figure.concentration;
  return { ...draft, kind: "concentration", attribute, largest: text(largest) };
}

/** The terms as the services take them. Only what belongs to the figure is sent. */
export function termsOf(draft: LimitDraft, isAmount: boolean): Record<string, unknown> {
  const figure =
    draft.kind === "measure"
      ? { measure: { measure: draft.measure, factor: draft.factor.trim(), scenario: draft.scenario.trim() } }
      : draft.kind === "profit"
        ? { profit: { scenario: draft.scenario.trim(), is_relative: draft.isRelative } }
        : { concentration: { attribute: draft.attribute, ...numbered("largest", draft.largest) } };
  const currency = draft.currency.trim().toUpperCase();
  return {
    node: draft.node.trim(),
    figure,
    ...numbered("minimum", draft.minimum),
    ...numbered("maximum", draft.maximum),
    ...(draft.warning.trim() === "" ? {} : { warning_share: Number((Number(draft.warning) / 100).toPrecision(12)) }),
    ...(isAmount && currency !== "" ? { currency } : {}),
  };
}

function numbered(name: string, text: string): Record<string, number> {
  return text.trim() === "" ? {} : { [name]: Number(text) };
}

/** Such as `DV01 under BASE`. */
export function figureText(figure: LimitFigure): string {
  if ("measure" in figure) {
    return `${measureLabel(figure.measure.measure, figure.measure.factor)} under ${figure.measure.scenario}`;
  }
  if ("profit" in figure) return `P&L under ${figure.profit.scenario}${figure.profit.is_relative ? ", relative" : ""}`;
  const by = figure.concentration.attribute.replace("_", " ");
  return figure.concentration.largest === undefined
    ? `Herfindahl index by ${by}`
    : `Share of the ${figure.concentration.largest} largest by ${by}`;
}

export function figureValue(figure: LimitFigure, value: number): string {
  if ("measure" in figure) return measureText(figure.measure.measure, value, true);
  if ("profit" in figure) return figure.profit.is_relative ? percent(value) : number(value);
  return figure.concentration.largest === undefined ? number(value, 4) : percent(value);
}

/** Such as `at least -100,000 USD`. */
export function boundsText(limit: LimitDefinition): string {
  const text = (value: number) => figureValue(limit.figure, value);
  const { minimum, maximum } = limit.bounds;
  const currency = limit.currency ? ` ${limit.currency}` : "";
  if (minimum !== undefined && maximum !== undefined) return `${text(minimum)} to ${text(maximum)}${currency}`;
  if (minimum !== undefined) return `at least ${text(minimum)}${currency}`;
  return maximum === undefined ? "" : `at most ${text(maximum)}${currency}`;
}
