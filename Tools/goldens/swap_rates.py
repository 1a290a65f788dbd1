#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/swap_rates.json: swaps, caps and floors on swap rates (CMS), by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/swap_rates.py
Curves and indices are those of floating.py, but that overnight indices are projected on the curves that discount. Coupons on swap rates come
from LinearTsrPricer within ten standard deviations, on matrices of volatilities at the money and on cubes with a smile; the cubes are linear
between strikes, which lie close together.
"""
import json
import math
import pathlib
import random

import QuantLib as ql

import floating
from floating import ACT365, CURVE, DAY_COUNTS, DISCOUNT, INDICES, TODAY, coupons, npv, plain, schedule

NORMAL, LOGNORMAL = {"normal": {}}, lambda shift: {"lognormal": {"shift": shift}}
EXPIRIES, TENORS = ["1M", "1Y", "3Y", "5Y", "10Y", "20Y"], ["1Y", "2Y", "5Y", "10Y", "30Y"]
MEAN_REVERSION = {"USD": 0.0, "EUR": 0.03, "GBP": 0.01, "JPY": 0.0}
FIXING = 0.0315
# The index of the swaps, their calendar, spot days, months and day count of the fixed side; those of the convention of the index.
SWAPS = {
    "USD-SOFR": (ql.UnitedStates(ql.UnitedStates.GovernmentBond), 2, 12, ql.Actual360()),
    "EUR-EURIBOR-3M": (ql.TARGET(), 2, 12, ql.Thirty360(ql.Thirty360.BondBasis)),
    "EUR-EURIBOR-6M": (ql.TARGET(), 2, 12, ql.Thirty360(ql.Thirty360.BondBasis)),
    "EUR-ESTR": (ql.TARGET(), 2, 12, ql.Actual360()),
    "GBP-SONIA": (ql.UnitedKingdom(ql.UnitedKingdom.Settlement), 0, 12, ACT365),
    "JPY-TONA": (ql.Japan(), 2, 12, ACT365),
}
STRIKES = [-520] + list(range(-500, 501, 10)) + [520]
MONEY = {"USD": ql.USDCurrency(), "EUR": ql.EURCurrency(), "GBP": ql.GBPCurrency(), "JPY": ql.JPYCurrency()}


def matrix(currency, kind, level):
    rows = [[round(level * (1 - 0.04 * e - 0.02 * t), 6) for t in range(len(TENORS))] for e in range(len(EXPIRIES))]
    return {"id": f"{currency}.SWAPTIONS", "currency": currency, "type": kind, "expiries": EXPIRIES, "tenors": TENORS,
            "at_the_money": rows, "source": "golden"}


def smiling(quotes, height, skew):
    """The same with a smile of one width, lower the longer the expiry; level at both ends."""
    def offset(strike, size):
        x = math.pi * max(-500, min(500, strike)) / 500
        value = size * (1 - math.cos(x)) / 2 + skew * (math.sin(x / 2))
        return 0.0 if strike == 0 else round(value, 8)
    # From the first of either on, as QuantLib goes on in straight lines before it.
    expiries, tenors = ["1D", "5Y", "20Y"], ["1Y", "10Y", "30Y"]
    offsets = [[[offset(s, height * (1 - 0.2 * e - 0.1 * t)) for s in STRIKES] for t in range(3)] for e in range(3)]
    return {**quotes, "smile": {"expiries": expiries, "tenors": tenors, "strike_basis_points": STRIKES, "offsets": offsets}}


MATRICES = [matrix("USD", NORMAL, 0.0121), matrix("EUR", LOGNORMAL(0.03), 0.21), matrix("GBP", NORMAL, 0.0118),
            matrix("JPY", LOGNORMAL(0.02), 0.13)]
MARKETS = {"flat": {"swaptions": MATRICES},
           "smile": {"swaptions": [smiling(MATRICES[0], 0.0035, 0.0012), smiling(MATRICES[1], 0.06, -0.03)]}}
INDEX = {name: ql.OvernightIndex(name, 0, MONEY[i[0]], SWAPS[name][0] if name in SWAPS else i[3], i[5], DISCOUNT[i[0]])
         if not i[1] else floating.INDEX[name] for name, i in INDICES.items()}
for name, i in INDICES.items():
    if not i[1]:
        floating.INDEX[name] = ql.OvernightIndex(name + "-D", 0, MONEY[i[0]], i[3], i[5], DISCOUNT[i[0]])
        days = [TODAY - d for d in range(800, 0, -1) if i[3].isBusinessDay(TODAY - d)]
        floating.INDEX[name].addFixings(days, [floating.fixing(name, d) for d in days])


def swap_index(name, years):
    calendar, spot, months, count = SWAPS[name]
    currency = INDICES[name][0]
    if INDICES[name][1]:
        made = ql.SwapIndex(name + "-SWAP", ql.Period(years, ql.Years), spot, MONEY[currency], calendar, ql.Period(months, ql.Months),
                            ql.ModifiedFollowing, count, INDEX[name], DISCOUNT[currency])
    else:
        made = ql.OvernightIndexedSwapIndex(name + "-SWAP", ql.Period(years, ql.Years), spot, MONEY[currency], INDEX[name], True)
    days = [TODAY - d for d in range(500, -1, -1) if calendar.isBusinessDay(TODAY - d)]
    made.addFixings(days, [FIXING] * len(days), True)
    return made


def surface(quotes, index):
    lognormal = "lognormal" in quotes["type"]
    of, shift = (ql.ShiftedLognormal, quotes["type"]["lognormal"]["shift"]) if lognormal else (ql.Normal, 0.0)
    shifts = ql.Matrix(len(EXPIRIES), len(TENORS), shift)
    made = ql.SwaptionVolatilityMatrix(
        ql.NullCalendar(), ql.Unadjusted, [ql.Period(e) for e in EXPIRIES], [ql.Period(t) for t in TENORS],
        ql.Matrix(quotes["at_the_money"]), ACT365, True, of, shifts)
    made.enableExtrapolation()
    handle = ql.SwaptionVolatilityStructureHandle(made)
    smile = quotes.get("smile")
    if not smile:
        return handle
    rows = [[ql.QuoteHandle(ql.SimpleQuote(v)) for v in smile["offsets"][e][t]] for e in range(3) for t in range(3)]
    cube = ql.InterpolatedSwaptionVolatilityCube(
        handle, [ql.Period(e) for e in smile["expiries"]], [ql.Period(t) for t in smile["tenors"]],
        [s / 1e4 for s in smile["strike_basis_points"]], rows, index, index, False)
    cube.enableExtrapolation()
    return ql.SwaptionVolatilityStructureHandle(cube)


def day(g, low, high):
    """No day near the end of a month, after which QuantLib's swaps would end on such days."""
    date = TODAY + g.randrange(int(low * 365), int(high * 365))
    return ql.Date(min(date.dayOfMonth(), 23), date.month(), date.year())


def swap_rate_leg(g, name, start, maturity):
    currency, months = INDICES[name][:2]
    # QuantLib takes long over swaps of overnight rates.
    return {"index": name, "years": g.choice([1, 2, 5, 10, 10, 20, 30] if months else [1, 2, 2, 5, 5]), "dated": start,
            "maturity": maturity, "spread": 0.0, "frequency": g.choice([1, 2, 4, 4] if months else [1, 1, 2]), "payment_lag": g.choice([0, 0, 2]),
            "day_count": g.choice(["ACT/360", "ACT/365F", "30/360"]), "calendar_of": name, "currency": currency, "notional": 1e6,
            "fixing_days": g.choice([None, None, 0, 5]), "in_arrears": g.random() < 0.2}


def made(leg, index, cap=None, floor=None):
    """QuantLib's coupons that are still to be paid."""
    dates, calendar = schedule(leg), INDICES[leg["calendar_of"]][3]
    days = leg["fixing_days"] if leg["fixing_days"] is not None else SWAPS[leg["index"]][1]
    out = []
    for start, end in zip(list(dates)[:-1], list(dates)[1:]):
        paid = calendar.advance(end, leg["payment_lag"], ql.Days)
        if paid <= TODAY:
            continue
        common = [paid, leg["notional"], start, end, days, index, 1.0, leg["spread"]]
        rest = [ql.Date(), ql.Date(), DAY_COUNTS[leg["day_count"]], leg["in_arrears"]]
        if cap is None and floor is None:
            out.append(ql.CmsCoupon(*common, *rest))
        else:
            null = ql.nullDouble()
            out.append(ql.CappedFlooredCmsCoupon(*common, null if cap is None else cap, null if floor is None else floor, *rest))
    return out


def value(flows, quotes, index, currency):
    """What the coupons are worth, each replicated within ten standard deviations at the money."""
    volatilities, handle = surface(quotes, index), DISCOUNT[currency]
    speed = ql.QuoteHandle(ql.SimpleQuote(MEAN_REVERSION[currency]))
    total = 0.0
    for flow in flows:
        coupon = ql.as_floating_rate_coupon(flow)
        fixing = coupon.fixingDate()
        low, high = -1.0, 1.0
        if fixing > TODAY:
            forward = index.fixing(fixing)
            reach = 10 * volatilities.volatility(fixing, index.tenor(), forward, True) * math.sqrt(ACT365.yearFraction(TODAY, fixing))
            if "normal" in quotes["type"]:
                low, high = forward - reach, forward + reach
            else:
                shift = quotes["type"]["lognormal"]["shift"]
                # Bounds of the shifted rate.
                low, high = (forward + shift) * math.exp(-reach), (forward + shift) * math.exp(reach)
        # What its methods return does not keep the object alive.
        settings = ql.LinearTsrPricerSettings()
        settings.withRateBound(low, high)
        coupon.setPricer(ql.LinearTsrPricer(volatilities, speed, handle, settings))
        total += coupon.amount() * handle.discount(coupon.date())
    return total


def market_of(g):
    market = g.choice(["flat", "flat", "flat", "smile"])
    names = [n for n in SWAPS if any(q["currency"] == INDICES[n][0] for q in MARKETS[market]["swaptions"])]
    return market, g.choice(names)


def text(leg):
    out = {k: v for k, v in plain(leg).items() if v is not None}
    return out


def case(number, g, kind):
    market, name = market_of(g)
    leg = swap_rate_leg(g, name, day(g, -1.2, 1), day(g, 2, 15 if INDICES[name][1] else 8))
    if INDICES[name][0] == "JPY":
        # Days before January a swap would start on the last business day of a year; QuantLib's then end on such days.
        leg["fixing_days"] = None
    if leg["years"] == 30:
        # The curves end after forty years.
        leg["maturity"] = min(leg["maturity"], ql.Date(12, 11, 2032))
    currency = INDICES[name][0]
    index = swap_index(name, leg["years"])
    quotes = next(q for q in MARKETS[market]["swaptions"] if q["currency"] == currency)
    handle = DISCOUNT[currency]
    base = {"name": f"{number}: {kind} {leg['years']}Y {name} {leg['dated'].ISO()} {market}", "kind": kind, "market": market}
    if kind == "swap":
        leg["spread"] = g.choice([0.0, 0.0, 0.004, -0.0025])
        cap, floor = g.choice([(None, None), (None, None), (0.04, None), (None, 0.02), (0.045, 0.015)])
        received = value(made(leg, index, cap, floor), quotes, index, currency)
        other = {"dated": leg["dated"], "maturity": leg["maturity"], "calendar_of": name, "currency": currency, "notional": 1e6,
                 "payment_lag": 0}
        if g.random() < 0.5:
            other.update({"rate": 0.03, "frequency": 1, "day_count": "30/360"})
        else:
            months = INDICES[name][1]
            other.update({"index": name, "spread": 0.001, "frequency": 12 // months if months else 4,
                          "day_count": "ACT/360" if currency in ("USD", "EUR") else "ACT/365F"})
        paid = npv(coupons(other, [1e6]), handle)
        bounds = {**({"cap": cap} if cap is not None else {}), **({"floor": floor} if floor is not None else {})}
        return {**base, "legs": [text(other), text(leg)], **bounds, "value": received - paid, "coupons": received}
    strike = g.choice([0.005, 0.02, 0.0275, 0.035, 0.05])
    plain_value = value(made(leg, index), quotes, index, currency)
    bounded = value(made(leg, index, strike if kind == "cap" else None, strike if kind == "floor" else None), quotes, index,
                    currency)
    return {**base, "legs": [text(leg)], "strike": strike,
            "value": plain_value - bounded if kind == "cap" else bounded - plain_value}


def main():
    g = random.Random(20230331)
    cases = []
    for kind, count in [("swap", 160), ("cap", 80), ("floor", 80)]:
        for _ in range(count):
            cases.append(case(len(cases) + 1, g, kind))
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/swap_rates.json"
    path.write_text('{"mean_reversion": ' + json.dumps(MEAN_REVERSION) + ', "fixing": ' + str(FIXING) + ',\n"markets": '
                    + json.dumps(MARKETS) + ',\n"cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
    print(f"{len(cases)} cases to {path}")


if __name__ == "__main__":
    main()
