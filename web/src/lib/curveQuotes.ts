import { number, percent } from "./format";
import type { Curve, CurveQuote } from "./types";

/** What a quote is: `swap USD-SOFR-OIS`, or the curve's kind such as `par 2`. */
export function quotedAs(curve: Curve, quote: CurveQuote): string {
  if (quote.type !== undefined) return `${quote.type.replaceAll("_", " ")} ${quote.convention ?? ""}`;
  if (quote.maturity !== undefined) return `bond ${percent(quote.coupon ?? 0, 3)}`;
  return Object.entries(curve.kind)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}

/** Its tenor, or its days where it has no tenor. */
export function quoteTime(quote: CurveQuote): string {
  return quote.tenor ?? quote.maturity ?? [quote.start, quote.end].filter(Boolean).join(" to ");
}

/** Rates and spreads in per cent; prices of futures and forward points as they are. */
export function quoteText(quote: CurveQuote): string {
  if (quote.clean_price !== undefined) return number(quote.clean_price, 4);
  const value = quote.rate ?? quote.quote ?? quote.yield ?? 0;
  return quote.type === "future" || quote.type === "fx_forward" ? number(value, 4) : percent(value, 4);
}
