#!/usr/bin/env python3
"""Writes Tests/MarketDataTests/Goldens/strata_curve_sets.json: the quotes of curve sets that OpenGamma Strata calibrates in
its tests, with the discount factors of QuantLib's curves of the same instruments.

usage: pip install QuantLib==1.44; python3 Tools/goldens/strata_curve_sets.py

Quotes are those of Strata's CalibrationDiscountingSimpleEur3Test (24 July 2015) and, for dollars, of the overnight curve of
CalibrationZeroRateAndDiscountFactorUsd2OisIrsTest (21 July 2015); https://github.com/OpenGamma/Strata, Apache-2.0. EONIA is
taken as the euro short-term rate: the swaps have the same conventions.
"""
import json
import pathlib

import curve_sets
import QuantLib as ql
from curve_sets import ACT360, TARGET, build, curve, deposit, euribor, ois

INTERPOLATION = "linear_zero"


def on(day, month, year):
    """Makes the day that curves start from."""
    curve_sets.TODAY = ql.Date(day, month, year)
    ql.Settings.instance().evaluationDate = curve_sets.TODAY
    return curve_sets.TODAY.ISO()


def overnight(id, currency, quotes):
    points, helpers = ois(currency, quotes)
    made = build(INTERPOLATION, helpers)
    return made, curve(id, currency, INTERPOLATION, points, made, helpers)


def term(months, discount, fixing, forwards, swaps):
    name = f"EUR-EURIBOR-{months}M"
    points, helpers = zip(deposit(name, euribor(months), fixing))
    points, helpers = list(points), list(helpers)
    for start, rate in forwards:
        points.append({"type": "fra", "convention": name, "tenor": f"{start}M", "quote": rate})
        helpers.append(ql.FraRateHelper(rate, start, euribor(months)))
    for tenor, rate in swaps:
        points.append({"type": "swap", "convention": f"{name}-SWAP", "tenor": tenor, "quote": rate})
        helpers.append(ql.SwapRateHelper(
            rate, ql.Period(tenor), TARGET, ql.Annual, ql.ModifiedFollowing, ql.Thirty360(ql.Thirty360.BondBasis),
            euribor(months), ql.QuoteHandle(), ql.Period("0D"), ql.YieldTermStructureHandle(discount), 2,
            ql.Pillar.LastRelevantDate, ql.Date(), False, True))
    made = build(INTERPOLATION, helpers)
    return curve(f"EUR.EURIBOR-{months}M", "EUR", INTERPOLATION, points, made, helpers, {"discounting": "EUR.ESTR"})


def euro():
    date = on(24, 7, 2015)
    discount, discounting = overnight(
        "EUR.ESTR", "EUR", [("2Y", 0.001), ("5Y", 0.002), ("10Y", 0.003), ("30Y", 0.004)])
    three = term(3, discount, 0.005, [(3, 0.0051), (6, 0.0052), (9, 0.0053)],
                 [("2Y", 0.0054), ("5Y", 0.0055), ("10Y", 0.0056), ("30Y", 0.0057)])
    six = term(6, discount, 0.001, [(3, 0.011), (6, 0.012)],
               [("2Y", 0.013), ("3Y", 0.014), ("5Y", 0.015), ("10Y", 0.016), ("30Y", 0.017)])
    return {"name": "euro, three curves", "valuation_date": date, "curves": [discounting, three, six], "fx_rates": {"EUR": 1},
            "index_curves": {"EUR-ESTR": "EUR.ESTR", "EUR-EURIBOR-3M": "EUR.EURIBOR-3M", "EUR-EURIBOR-6M": "EUR.EURIBOR-6M"}}


def dollar():
    date = on(21, 7, 2015)
    curve_sets.OVERNIGHT["USD"] = ("USD-FED-FUNDS-OIS", "USD-FED-FUNDS", ACT360, 2, 2, ql.Annual)
    curve_sets.CALENDARS["USD"] = ql.UnitedStates(ql.UnitedStates.FederalReserve)
    tenors = ["1M", "2M", "3M", "6M", "9M", "1Y", "18M", "2Y", "3Y", "4Y", "5Y", "6Y", "7Y", "8Y", "9Y", "10Y"]
    rates = [0.00072, 0.00082, 0.00093, 0.0009, 0.00105, 0.001185, 0.0031865, 0.0031865, 0.00704, 0.011215, 0.01515, 0.018455,
             0.02111, 0.02332, 0.025135, 0.026685]
    _, made = overnight("USD.FED-FUNDS", "USD", list(zip(tenors, rates)))
    return {"name": "dollar, overnight", "valuation_date": date, "curves": [made], "fx_rates": {"USD": 1},
            "index_curves": {"USD-FED-FUNDS": "USD.FED-FUNDS"}}


def main():
    out = pathlib.Path(__file__).parents[2] / "Tests/MarketDataTests/Goldens/strata_curve_sets.json"
    out.write_text(json.dumps([euro(), dollar()], indent=1) + "\n")
    print(f"2 sets to {out}")


if __name__ == "__main__":
    main()
