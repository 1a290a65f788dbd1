#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/fx_options.json: options on exchange rates valued by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/fx_options.py
Strikes of quotes come from QuantLib's BlackDeltaCalculator, values and sensitivities from its AnalyticEuropeanEngine where exchange
follows on the day of expiry and from its BlackCalculator where it follows later. Curves and spot are those of pricing.json.
"""
import bisect
import json
import math
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
FOLDER = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens"
MARKET = json.loads((FOLDER / "pricing.json").read_text())
TODAY, ACT365 = ql.DateParser.parseISO(MARKET["valuation_date"]), ql.Actual365Fixed()
ql.Settings.instance().evaluationDate = TODAY
PER_EUR = {"EUR": 1.0, **MARKET["fx_per_eur"]}
DELTAS = {"spot": ql.DeltaVolQuote.Spot, "forward": ql.DeltaVolQuote.Fwd,
          "premium_adjusted_spot": ql.DeltaVolQuote.PaSpot, "premium_adjusted_forward": ql.DeltaVolQuote.PaFwd}
# tenor, delta, at the money, wings of delta, risk reversal, butterfly
SURFACES = {
    ("EUR", "USD"): [
        ("1M", "spot", 0.0715, [(0.25, -0.0021, 0.0016), (0.1, -0.0036, 0.0049)]),
        ("6M", "spot", 0.0755, [(0.25, -0.0045, 0.0021), (0.1, -0.0081, 0.0068)]),
        ("1Y", "spot", 0.0768, [(0.25, -0.0055, 0.0024), (0.1, -0.0102, 0.0079)]),
        ("5Y", "forward", 0.081, [(0.25, -0.007, 0.0028)])],
    ("USD", "JPY"): [
        ("1M", "premium_adjusted_spot", 0.117, [(0.25, -0.011, 0.002), (0.1, -0.019, 0.0062)]),
        ("1Y", "premium_adjusted_spot", 0.102, [(0.25, -0.016, 0.0026), (0.1, -0.029, 0.009)]),
        ("5Y", "premium_adjusted_forward", 0.093, [(0.25, -0.021, 0.003)])],
    ("GBP", "USD"): [("3M", "spot", 0.094, [(0.25, -0.006, 0.0025)]), ("2Y", "forward", 0.098, [])],
    ("EUR", "GBP"): [("1Y", "premium_adjusted_spot", 0.064, [(0.25, 0.004, 0.002), (0.1, 0.007, 0.006)])],
    ("EUR", "JPY"): [
        ("2W", "premium_adjusted_spot", 0.105, [(0.25, -0.009, 0.002)]),
        ("1Y", "premium_adjusted_spot", 0.103, [(0.25, -0.014, 0.003)])],
}


def curve(points):
    dates = [TODAY] + [TODAY + ql.Period(point["tenor"]) for point in points]
    rates = [points[0]["rate"]] + [point["rate"] for point in points]
    built = ql.ZeroCurve(dates, rates, ACT365, ql.NullCalendar(), ql.Linear(), ql.Continuous)
    built.enableExtrapolation()
    return ql.YieldTermStructureHandle(built)


HANDLES = {currency: curve(points) for currency, points in MARKET["curves"].items()}


def discount(currency, date):
    return HANDLES[currency].discount(date)


def years(date):
    return ACT365.yearFraction(TODAY, date)


def clamped_spline(xs, ys):
    """The cubic spline with slope 0 at both ends, by its slopes; constant beyond."""
    count = len(xs)
    if count == 1:
        return lambda x: ys[0]
    upper, right = [0.0] * count, [0.0] * count
    for i in range(1, count - 1):
        h0, h1 = xs[i] - xs[i - 1], xs[i + 1] - xs[i]
        drive = 3 * ((ys[i] - ys[i - 1]) / h0 ** 2 + (ys[i + 1] - ys[i]) / h1 ** 2)
        pivot = 2 * (1 / h0 + 1 / h1) - upper[i - 1] / h0
        upper[i], right[i] = 1 / h1 / pivot, (drive - right[i - 1] / h0) / pivot
    slopes = [0.0] * count
    for i in range(count - 2, 0, -1):
        slopes[i] = right[i] - upper[i] * slopes[i + 1]

    def value(x):
        x = min(max(x, xs[0]), xs[-1])
        i = min(bisect.bisect_right(xs, x), count - 1) - 1
        h = xs[i + 1] - xs[i]
        t = (x - xs[i]) / h
        return ((1 + 2 * t) * (1 - t) ** 2 * ys[i] + t * (1 - t) ** 2 * h * slopes[i]
                + t * t * (3 - 2 * t) * ys[i + 1] - t * t * (1 - t) * h * slopes[i + 1])

    return value


def smile(base, quote, point):
    tenor, delta, money, wings = point
    date = TODAY + ql.Period(tenor)
    spot, d_quote, d_base = PER_EUR[quote] / PER_EUR[base], discount(quote, date), discount(base, date)

    def calculator(kind, volatility):
        return ql.BlackDeltaCalculator(kind, DELTAS[delta], spot, d_quote, d_base, volatility * math.sqrt(years(date)))

    nodes = [(calculator(ql.Option.Call, money).atmStrike(ql.DeltaVolQuote.AtmDeltaNeutral), money)]
    for size, reversal, butterfly in wings:
        for kind, sign in ((ql.Option.Call, 1), (ql.Option.Put, -1)):
            volatility = money + butterfly + sign * reversal / 2
            nodes.append((calculator(kind, volatility).strikeFromDelta(sign * size), volatility))
    nodes.sort()
    forward = spot * d_base / d_quote
    return years(date), clamped_spline([math.log(k / forward) for k, _ in nodes], [v for _, v in nodes])


SMILES = {pair: [smile(*pair, point) for point in points] for pair, points in SURFACES.items()}


def volatility(pair, time, moneyness):
    smiles = SMILES[pair]
    after = next((i for i, (t, _) in enumerate(smiles) if t >= time), len(smiles) - 1)
    late, later = smiles[after]
    if after == 0 or time >= late:
        return later(moneyness)
    early, earlier = smiles[after - 1]
    weight = (time - early) / (late - early)
    variance = (1 - weight) * earlier(moneyness) ** 2 * early + weight * later(moneyness) ** 2 * late
    return math.sqrt(variance / time)


def option(generator, number):
    pair = generator.choice(list(SURFACES))
    base, quote = pair
    expiry = TODAY + generator.choice([1, 7, 30, 91, 183, 365, 500, 800, 1826, 2600])
    settlement = expiry + (0 if number % 2 else generator.choice([1, 2, 4]))
    spot = PER_EUR[quote] / PER_EUR[base]
    d_base, d_quote = discount(base, settlement), discount(quote, settlement)
    forward, time = spot * d_base / d_quote, years(expiry)
    strike = forward * math.exp(0.1 * math.sqrt(time) * generator.choice([-3, -1.5, -0.6, -0.2, 0, 0.2, 0.6, 1.5, 3]))
    notional = 1_000_000.0
    amount = round(notional * strike, 2)
    strike = amount / notional
    sigma = volatility(pair, time, math.log(strike / forward))
    name, kind = generator.choice([("call", ql.Option.Call), ("put", ql.Option.Put)])
    if settlement == expiry:
        process = ql.GarmanKohlagenProcess(
            ql.QuoteHandle(ql.SimpleQuote(spot)), HANDLES[base], HANDLES[quote],
            ql.BlackVolTermStructureHandle(ql.BlackConstantVol(TODAY, ql.NullCalendar(), sigma, ACT365)))
        made = ql.VanillaOption(ql.PlainVanillaPayoff(kind, strike), ql.EuropeanExercise(expiry))
        made.setPricingEngine(ql.AnalyticEuropeanEngine(process))
        value, vega, delta, rates = made.NPV(), made.vega(), made.delta(), made.rho() + made.dividendRho()
    else:
        made = ql.BlackCalculator(ql.PlainVanillaPayoff(kind, strike), forward, sigma * math.sqrt(time), d_quote)
        value, vega, delta = made.value(), made.vega(time), made.delta(spot)
        rates = -value * years(settlement)
    call = name == "call"
    return {"base": base, "quote": quote, "expiry": expiry.ISO(), "settlement": settlement.ISO(),
            "buy": base if call else quote, "sell": quote if call else base,
            "buy_amount": notional if call else amount, "sell_amount": amount if call else notional,
            "volatility": sigma, "value": value * notional, "vega": vega * notional * 0.01,
            "delta": delta * notional, "dv01": rates * notional * 1e-4}


def main():
    generator = random.Random(20230331)
    surfaces = [{"base": base, "quote": quote, "points": [
        {"tenor": t, "delta": d, "at_the_money": a,
         "wings": [{"delta": s, "risk_reversal": r, "butterfly": b} for s, r, b in w]} for t, d, a, w in points]}
        for (base, quote), points in SURFACES.items()]
    cases = [option(generator, number) for number in range(300)]
    path = FOLDER / "fx_options.json"
    rows = ",\n".join("  " + json.dumps(case) for case in cases)
    path.write_text('{"surfaces": ' + json.dumps(surfaces) + ',\n"cases": [\n' + rows + "\n]}\n")
    print(f"{len(cases)} cases to {path}")


main()
