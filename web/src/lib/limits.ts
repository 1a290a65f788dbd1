// Limits as text, as the command line writes them.

import { number, percent } from "./format";
import { measureLabel, measureText } from "./measures";
import type { LimitDefinition, LimitFigure } from "./types";

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
