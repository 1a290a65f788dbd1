#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/rate_options.json: caps, floors, swaptions and notes with caps and floors, by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/rate_options.py
Curves, indices and fixings are those of floating.py. Caps on term rates come from BlackCapFloorEngine and BachelierCapFloorEngine, notes
from BlackIborCouponPricer, swaptions from BlackSwaptionEngine and BachelierSwaptionEngine. A cap on a compounded overnight rate is the sum of
QuantLib's formulas over its coupons, with the years of Lyashenko and Mercurio written out below.
"""
import json
import math
import pathlib
import random

import QuantLib as ql

import floating
from floating import ACT365, CURVE, DISCOUNT, INDEX, INDICES, TODAY, coupons, days, npv, plain, schedule

NORMAL, LOGNORMAL = {"normal": {}}, lambda shift: {"lognormal": {"shift": shift}}
EXPIRIES, TENORS = ["6M", "1Y", "3Y", "5Y", "10Y"], ["1Y", "2Y", "5Y", "10Y", "20Y"]


def caps(identifier, period, kind, maturities, strikes, volatilities):
    return {"id": identifier, "currency": identifier[:3], "period": period, "type": kind, "maturities": maturities,
            "strikes": strikes, "volatilities": volatilities, "source": "golden"}


def matrix(currency, kind, level):
    rows = [[round(level * (1 - 0.03 * e - 0.015 * t), 6) for t in range(len(TENORS))] for e in range(len(EXPIRIES))]
    return {"id": f"{currency}.SWAPTIONS", "currency": currency, "type": kind, "expiries": EXPIRIES, "tenors": TENORS,
            "at_the_money": rows, "source": "golden"}


SWAPTIONS = [matrix("USD", NORMAL, 0.0121), matrix("EUR", LOGNORMAL(0.03), 0.21), matrix("GBP", NORMAL, 0.0118),
             matrix("JPY", LOGNORMAL(0.02), 0.13)]
MARKETS = {
    # One volatility a currency.
    "constant": {"swaptions": SWAPTIONS, "caps": [
        caps("USD.CAPS", "3M", NORMAL, ["2Y"], [0.03], [[0.0113]]),
        caps("EUR.CAPS", "6M", LOGNORMAL(0.03), ["2Y"], [0.03], [[0.19]]),
        caps("GBP.CAPS", "6M", NORMAL, ["2Y"], [0.03], [[0.0107]]),
        caps("JPY.CAPS", "6M", LOGNORMAL(0.02), ["2Y"], [0.0], [[0.11]])]},
    # Volatilities of whole caps, to be taken apart.
    "quoted": {"caps": [
        caps("USD.TERM.3M", "3M", NORMAL, ["1Y", "2Y", "3Y", "5Y", "10Y"], [0.02, 0.035, 0.05],
             [[0.0121, 0.0112, 0.0119], [0.0127, 0.0118, 0.0123], [0.0124, 0.0117, 0.0121], [0.0118, 0.0112, 0.0116],
              [0.0106, 0.0101, 0.0104]]),
        caps("EUR.3M", "3M", NORMAL, ["18M", "4Y"], [0.01, 0.03], [[0.0096, 0.0091], [0.0101, 0.0093]]),
        caps("EUR.6M", "6M", LOGNORMAL(0.03), ["1Y", "2Y", "5Y", "12Y"], [0.0, 0.02, 0.04],
             [[0.24, 0.215, 0.205], [0.236, 0.214, 0.203], [0.22, 0.204, 0.196], [0.201, 0.188, 0.182]])]},
}


def of_type(kind):
    """QuantLib's type of volatility and its shift."""
    return (ql.Normal, 0.0) if "normal" in kind else (ql.ShiftedLognormal, kind["lognormal"]["shift"])


def formula(right, strike, forward, deviation, kind):
    quoted, shift = of_type(kind)
    return (ql.bachelierBlackFormula(right, strike, forward, deviation) if quoted == ql.Normal
            else ql.blackFormula(right, strike, forward, deviation, 1.0, shift))


def constant(currency):
    return next(c for c in MARKETS["constant"]["caps"] if c["currency"] == currency)


def capped(kind, leg, flows, strike, handle, volatility, quoted):
    made = (ql.Cap if kind == "cap" else ql.Floor)(flows, [strike])
    of, shift = of_type(quoted)
    level = ql.QuoteHandle(ql.SimpleQuote(volatility))
    made.setPricingEngine(ql.BachelierCapFloorEngine(handle, level) if of == ql.Normal
                          else ql.BlackCapFloorEngine(handle, level, ACT365, shift))
    return made.NPV()


def floating_leg(g, name, start, maturity):
    months = INDICES[name][1]
    currency = INDICES[name][0]
    return {"index": name, "spread": 0.0, "dated": start, "maturity": maturity,
            "frequency": 12 // months if months else g.choice([1, 2, 4]), "payment_lag": 0 if months else g.choice([0, 2]),
            "day_count": "ACT/360" if currency in ("USD", "EUR") else "ACT/365F", "calendar_of": name, "currency": currency,
            "notional": 1e6}


def term_cap(number, g):
    name = g.choice([n for n in INDICES if INDICES[n][1]])
    leg = floating_leg(g, name, days(g, -1.5, 2), days(g, 2.2, 12))
    kind, strike = g.choice(["cap", "floor"]), g.choice([0.0, 0.015, 0.0275, 0.035, 0.051])
    quotes = constant(INDICES[name][0])
    flows = [f for f in coupons(leg, [1e6])]
    value = capped(kind, leg, flows, strike, DISCOUNT[leg["currency"]], quotes["volatilities"][0][0], quotes["type"])
    return {"name": f"{number}: {kind} {strike} {name} {leg['dated'].ISO()}", "kind": kind, "market": "constant",
            "legs": [plain(leg)], "strike": strike, "value": value}


def overnight_cap(number, g):
    name = g.choice([n for n in INDICES if not INDICES[n][1]])
    leg = floating_leg(g, name, days(g, -0.9, 2), days(g, 2.2, 10))
    if g.random() < 0.4:
        leg["lookback"] = 5
        leg["shift"] = g.random() < 0.5
    kind, strike = g.choice(["cap", "floor"]), g.choice([-0.001, 0.015, 0.0275, 0.035, 0.051])
    quotes, handle = constant(INDICES[name][0]), DISCOUNT[leg["currency"]]
    calendar = INDICES[name][3]
    value = 0.0
    for coupon in map(ql.as_coupon, coupons(leg, [1e6])):
        if coupon.date() <= TODAY:
            continue
        start, end = coupon.accrualStartDate(), coupon.accrualEndDate()
        if leg.get("lookback"):
            start, last = calendar.advance(start, -5, ql.Days), calendar.advance(end, -5, ql.Days)
            # Without a shift the last rate is that of the day observed for the last business day of the period.
            end = last if leg["shift"] else calendar.advance(calendar.advance(calendar.advance(end, -1, ql.Days), -5, ql.Days), 1, ql.Days)
        first, whole = ACT365.yearFraction(TODAY, start), ACT365.yearFraction(TODAY, end)
        years = 0.0
        if whole > 0:
            years = first + (whole - first) / 3 if first >= 0 else whole ** 3 / (3 * (whole - first) ** 2)
        deviation = quotes["volatilities"][0][0] * math.sqrt(years)
        right = ql.Option.Call if kind == "cap" else ql.Option.Put
        value += (1e6 * coupon.accrualPeriod() * handle.discount(coupon.date())
                  * formula(right, strike, coupon.rate(), deviation, quotes["type"]))
    return {"name": f"{number}: {kind} {strike} {name} {leg['dated'].ISO()}", "kind": kind, "market": "constant",
            "legs": [plain(leg)], "strike": strike, "value": value}


def quoted_cap(number, g):
    """A cap that is quoted: worth what its one volatility says."""
    quotes = g.choice(MARKETS["quoted"]["caps"])
    name = {"USD.TERM.3M": "USD-TERM-SOFR-3M", "EUR.3M": "EUR-EURIBOR-3M", "EUR.6M": "EUR-EURIBOR-6M"}[quotes["id"]]
    row, column = g.randrange(len(quotes["maturities"])), g.randrange(len(quotes["strikes"]))
    calendar = INDICES[name][3]
    start = calendar.advance(TODAY, 2, ql.Days)
    leg = floating_leg(g, name, start, start + ql.Period(quotes["maturities"][row]))
    # The first period is known and not optional.
    leg["dated"] = start + ql.Period(quotes["period"])
    kind, strike = g.choice(["cap", "floor"]), quotes["strikes"][column]
    value = capped(kind, leg, coupons(leg, [1e6]), strike, DISCOUNT[leg["currency"]], quotes["volatilities"][row][column],
                   quotes["type"])
    return {"name": f"{number}: quoted {kind} {strike} {name} {quotes['maturities'][row]}", "kind": kind, "market": "quoted",
            "legs": [plain(leg)], "strike": strike, "value": value}


def note(number, g):
    name = g.choice([n for n in INDICES if INDICES[n][1]])
    currency, months, _, calendar, _, _ = INDICES[name]
    gearing, spread = g.choice([1.0, 1.0, 0.7, -1.0, 1.5]), g.choice([0.0, 0.004])
    if gearing < 0:
        spread = 0.06
    leg = {**floating_leg(g, name, days(g, -1.5, 0.5), days(g, 1.2, 9)), "spread": spread, "gearing": gearing}
    cap = g.choice([None, 0.045, 0.06])
    floor = g.choice([0.0, 0.02, 0.035]) if cap is None or g.random() < 0.5 else None
    made = ql.IborLeg([1.0], schedule(leg), INDEX[name], floating.DAY_COUNTS[leg["day_count"]], ql.ModifiedFollowing,
                      [2] * (len(schedule(leg)) - 1), [gearing], [spread], [cap] if cap is not None else [],
                      [floor] if floor is not None else [], False, ql.Period(), ql.NullCalendar(), ql.Unadjusted, False, calendar, 0, True)
    quotes = constant(currency)
    of, shift = of_type(quotes["type"])
    surface = ql.ConstantOptionletVolatility(TODAY, ql.NullCalendar(), ql.Unadjusted, quotes["volatilities"][0][0], ACT365, of, shift)
    ql.setCouponPricer(made, ql.BlackIborCouponPricer(ql.OptionletVolatilityStructureHandle(surface)))
    end = calendar.adjust(leg["maturity"], ql.ModifiedFollowing)
    flows = [ql.SimpleCashFlow(c.amount(), c.date()) for c in made] + [ql.SimpleCashFlow(1.0, end)]
    return {"name": f"{number}: note {name} x{gearing} +{spread} within {floor} and {cap}", "kind": "note", "market": "constant",
            "legs": [plain(leg)], **({"cap": cap} if cap is not None else {}), **({"floor": floor} if floor is not None else {}),
            "value": npv(flows, DISCOUNT[currency])}


def swaption(number, g):
    name = g.choice(list(INDICES))
    currency, months, _, calendar, _, _ = INDICES[name]
    expiry = calendar.adjust(days(g, 0.1, 12))
    start = calendar.advance(expiry, 2, ql.Days)
    maturity = start + ql.Period(g.choice(["6M", "18M", "3Y", "5Y", "12Y", "25Y"]) if number % 7 else "2Y")
    leg = {**floating_leg(g, name, start, maturity), "payment_lag": 0}
    if not months:
        leg["frequency"] = 1
    fixed = {"rate": g.choice([0.001, 0.015, 0.0275, 0.034, 0.05]), "dated": start, "maturity": maturity,
             "frequency": 1 if months else leg["frequency"], "day_count": "30/360" if months else leg["day_count"],
             "payment_lag": 0, "calendar_of": name, "currency": currency, "notional": 1e6}
    payer = g.random() < 0.5
    side = ql.Swap.Payer if payer else ql.Swap.Receiver
    count = floating.DAY_COUNTS[fixed["day_count"]]
    if months:
        swap = ql.VanillaSwap(side, 1e6, schedule(fixed), fixed["rate"], count, schedule(leg), INDEX[name], 0.0,
                              floating.DAY_COUNTS[leg["day_count"]])
    else:
        swap = ql.OvernightIndexedSwap(side, 1e6, schedule(leg), fixed["rate"], count, INDEX[name])
    quotes = next(q for q in SWAPTIONS if q["currency"] == currency)
    of, shift = of_type(quotes["type"])
    shifts = ql.Matrix(len(EXPIRIES), len(TENORS), shift)
    volatilities = ql.Matrix(quotes["at_the_money"])
    surface = ql.SwaptionVolatilityMatrix(
        ql.NullCalendar(), ql.Unadjusted, [ql.Period(e) for e in EXPIRIES], [ql.Period(t) for t in TENORS], volatilities, ACT365,
        True, of, shifts)
    surface.enableExtrapolation()
    handle = ql.SwaptionVolatilityStructureHandle(surface)
    made = ql.Swaption(swap, ql.EuropeanExercise(expiry))
    made.setPricingEngine(ql.BachelierSwaptionEngine(DISCOUNT[currency], handle) if of == ql.Normal
                          else ql.BlackSwaptionEngine(DISCOUNT[currency], handle))
    legs = [fixed, leg] if payer else [leg, fixed]
    return {"name": f"{number}: {'payer' if payer else 'receiver'} {fixed['rate']} {name} {expiry.ISO()} to {maturity.ISO()}",
            "kind": "swaption", "market": "constant", "legs": [plain(l) for l in legs], "expiry": expiry.ISO(), "value": made.NPV()}


def main():
    g = random.Random(20230331)
    cases = []
    for make, count in [(term_cap, 100), (overnight_cap, 60), (quoted_cap, 60), (note, 80), (swaption, 140)]:
        for _ in range(count):
            cases.append(make(len(cases) + 1, g))
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/rate_options.json"
    markets = json.dumps(MARKETS)
    path.write_text('{"markets": ' + markets + ',\n"cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
    print(f"{len(cases)} cases to {path}")


if __name__ == "__main__":
    main()
