// What of a market a position's price is made of.

import type { Market } from "./types";

export type MarketInput = {
  kind: "Discount curve" | "Spread curve" | "Exchange rate";
  name: string;
  source: string;
  /** Such as `11 quotes, monotone cubic`, or the rate. */
  content: string;
  /** The id of the curve, where it is one that is drawn. */
  curve?: string;
};

/** The curves and rates that discount and convert the flows of an instrument; what the market lacks is said. */
export function marketInputs(market: Market, instrument: Record<string, unknown>, reporting: string): MarketInput[] {
  const codes = ["currency", "buy_currency", "sell_currency"].map((field) => instrument[field]);
  const currencies = [...new Set(codes.filter((code): code is string => typeof code === "string"))];
  const inputs: MarketInput[] = currencies.map((currency) => {
    const id = market.discount_curves[currency];
    const curve = market.curves.find((candidate) => candidate.id === id);
    return curve
      ? {
          kind: "Discount curve",
          name: curve.id,
          source: curve.source,
          content: `${curve.points.length} ${Object.keys(curve.kind)[0] ?? ""} quotes, ${curve.interpolation.replaceAll("_", " ")}`,
          curve: curve.id,
        }
      : { kind: "Discount curve", name: currency, source: "none in the market", content: "" };
  });
  const spread = instrument["spread_curve"];
  if (typeof spread === "string") {
    const found = market.spread_curves.find((candidate) => candidate.id === spread);
    inputs.push({
      kind: "Spread curve",
      name: spread,
      source: found?.source ?? "none in the market",
      content: found ? found.points.map((point) => `${point.tenor} ${point.basis_points} bp`).join(", ") : "",
    });
  }
  for (const currency of currencies.filter((code) => code !== reporting)) {
    const rate = exchangeRate(market, currency, reporting);
    inputs.push({
      kind: "Exchange rate",
      name: `${currency} in ${reporting}`,
      source: rate === undefined ? "none in the market" : market.source,
      content: rate === undefined ? "" : String(Number(rate.toPrecision(8))),
    });
  }
  return inputs;
}

/** Units of `quote` for one of `base`, by way of the market's own base currency. */
export function exchangeRate(market: Market, base: string, quote: string): number | undefined {
  const perBase = (code: string) => (code === market.fx_base ? 1 : market.fx_rates[code]);
  const [from, to] = [perBase(base), perBase(quote)];
  return from === undefined || to === undefined ? undefined : to / from;
}
