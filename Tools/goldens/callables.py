#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/callables.json: bonds with calls and puts on QuantLib 1.44's Hull-White tree.

usage: pip install QuantLib==1.44; python3 Tools/goldens/callables.py
Curves are flat, continuously compounded, Act/365F. Rights are on coupon dates that are business days, where QuantLib's rules for
days between coupons, which move rights to coupons a week away, have no say. The tree has as many steps as Tenor's lattice.
"""
import json
import math
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
ACT365 = ql.Actual365Fixed()
US = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
COUNT = 240


def steps(years):
    return max(240, math.ceil(12 * years))


def case(number, generator):
    frequency = generator.choice([1, 2, 2, 2, 4])
    valuation = ql.Date(31, 3, 2023) + generator.randrange(0, 720)
    years = generator.randrange(2, 31)
    maturity = valuation + ql.Period(years, ql.Years) + generator.randrange(-300, 300)
    maturity = ql.Date(min(maturity.dayOfMonth(), 27), maturity.month(), maturity.year())
    dated = maturity - ql.Period(years + 3, ql.Years)
    coupon = generator.choice([0.0025, 0.01, 0.03, 0.045, 0.06, 0.09, 0.225])
    rate = generator.choice([-0.005, 0.0, 0.01, 0.03, 0.05, 0.08, 0.12])
    model = {"mean_reversion": generator.choice([0.0, 0.01, 0.03, 0.1, 0.3]),
             "volatility": generator.choice([0.0, 0.002, 0.006, 0.01, 0.015, 0.03])}
    ql.Settings.instance().evaluationDate = valuation
    schedule = ql.Schedule(dated, maturity, ql.Period(12 // frequency, ql.Months), US, ql.Unadjusted, ql.Unadjusted,
                           ql.DateGeneration.Backward, False)
    dates = [d for d in list(schedule)[1:-1] if d > valuation + 1 and US.isBusinessDay(d)]
    if not dates:
        return None
    kind = generator.choice(["call", "call", "put", "both"])
    first = generator.randrange(0, len(dates))
    call_dates = dates[first:] if kind in ("call", "both") else []
    put_dates = [generator.choice(dates)] if kind == "put" else dates[::3] if kind == "both" else []
    call_price = generator.choice([100.0, 100.0, 101.5, 105.0])
    put_price = generator.choice([95.0, 98.0, 100.0])
    calls = [(d, max(100.0, call_price - 0.25 * i)) for i, d in enumerate(call_dates)]
    puts = [(d, put_price) for d in put_dates]
    rights = ql.CallabilitySchedule()
    for d, price, right in sorted([(d, p, ql.Callability.Put) for d, p in puts] +
                                  [(d, p, ql.Callability.Call) for d, p in calls]):
        rights.append(ql.Callability(ql.BondPrice(price, ql.BondPrice.Clean), right, d))
    bond = ql.CallableFixedRateBond(0, 100.0, schedule, [coupon], ql.Thirty360(ql.Thirty360.USA), ql.Following, 100.0,
                                    dated, rights)
    curve = ql.YieldTermStructureHandle(ql.FlatForward(valuation, rate, ACT365, ql.Continuous))
    last = max(c.date() for c in bond.cashflows())
    count = steps(ACT365.yearFraction(valuation, last))
    # A volatility of nothing is none to QuantLib's tree.
    tree = ql.HullWhite(curve, model["mean_reversion"] or 1e-12, model["volatility"] or 1e-9)
    bond.setPricingEngine(ql.TreeCallableFixedRateBondEngine(tree, count, curve))
    return {
        "name": f"{number}: {kind}, {coupon:.1%} to {maturity.ISO()} at {rate:.1%}, a {model['mean_reversion']}, "
                f"sigma {model['volatility']}",
        "valuation": valuation.ISO(), "rate": rate, **model, "dated": dated.ISO(), "maturity": maturity.ISO(),
        "coupon": coupon, "frequency": frequency,
        "calls": [{"date": d.ISO(), "price": p} for d, p in calls],
        "puts": [{"date": d.ISO(), "price": p} for d, p in puts], "value": bond.NPV(),
    }


if __name__ == "__main__":
    generator = random.Random(20230331)
    cases = []
    while len(cases) < COUNT:
        made = case(len(cases) + 1, generator)
        if made:
            cases.append(made)
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/callables.json"
    path.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    print(f"{len(cases)} cases to {path}")
