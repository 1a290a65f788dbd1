#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/linked.json: bonds linked to price indices by QuantLib 1.44's CPIBond.

usage: pip install QuantLib==1.44; python3 Tools/goldens/linked.py
QuantLib is given the published months and, for each month after them, the index that Tenor's formula expects
(docs/models/inflation.md), worked out here again. It has no floor of the principal and rounds nothing.
"""
import json
import math
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
ACT365 = ql.Actual365Fixed()
COUNT = 60
VALUATION = ql.Date(31, 3, 2023)
# Index: published from November 2022, what swaps compare, region of QuantLib, currency, bond convention, calendar.
INDICES = {
    "US-CPI-U": ([297.711, 296.797, 299.170, 300.840], "daily", ql.CustomRegion("US", "US"), "USD", "US_TREASURY", 2,
                 ql.UnitedStates(ql.UnitedStates.GovernmentBond)),
    "UK-RPI": ([358.3, 360.4, 360.3, 364.5], 2, ql.CustomRegion("UK", "UK"), "GBP", "UK_GILT", 2,
               ql.UnitedKingdom(ql.UnitedKingdom.Exchange)),
    "EU-HICP-XT": ([119.98, 119.52, 119.28, 120.24], 3, ql.CustomRegion("EU", "EU"), "EUR", "ISMA", 1, ql.TARGET()),
}
MONTHS = [ql.Date(1, 11, 2022) + ql.Period(i, ql.Months) for i in range(4)]


def expected(published, swaps, breakevens):
    """The index of a month after the published ones."""
    first_of = lambda d, months=0: ql.Date(1, d.month(), d.year()) + ql.Period(months, ql.Months)
    known = first_of(MONTHS[-1], 3)
    anchor = VALUATION if swaps == "daily" else first_of(VALUATION, 3 - swaps)
    lag = first_of(anchor, -3)
    share = (anchor.dayOfMonth() - 1) / ql.Date.endOfMonth(anchor).dayOfMonth()
    at = lambda d: published[MONTHS.index(d)]
    level = at(lag) + (share * (at(first_of(lag, 1)) - at(lag)) if share else 0)
    knots = [(known - anchor, math.log(published[-1] / level))]
    knots += [(anchor + ql.Period(t, ql.Years) - anchor, t * math.log1p(r)) for t, r in breakevens]

    def index(month):
        time = first_of(month, 3) - anchor
        if time >= knots[-1][0]:
            return level * math.exp(knots[-1][1] * time / knots[-1][0])
        upper = next(i for i, k in enumerate(knots) if k[0] > time)
        (t0, h0), (t1, h1) = knots[upper - 1], knots[upper]
        return level * math.exp(h0 + (time - t0) / (t1 - t0) * (h1 - h0))

    return index


def case(number, generator):
    name = generator.choice(sorted(INDICES))
    published, swaps, region, currency, convention, frequency, calendar = INDICES[name]
    breakevens = [(t, generator.choice([-0.01, 0.005, 0.02, 0.03, 0.045])) for t in (1, 3, 10, 30)]
    rate = generator.choice([-0.005, 0.01, 0.035, 0.06])
    coupon = generator.choice([0.00125, 0.0075, 0.02, 0.03625])
    maturity = ql.Date(15, generator.choice([1, 4, 7, 10]), 2024 + generator.randrange(0, 34))
    dated = maturity - ql.Period(35, ql.Years)
    base = generator.choice([0.55, 0.8, 0.97]) * published[-1]
    ql.Settings.instance().evaluationDate = VALUATION
    handle = ql.RelinkableZeroInflationTermStructureHandle()
    index = ql.ZeroInflationIndex("INDEX", region, False, ql.Monthly, ql.Period(1, ql.Months),
                                  ql.USDCurrency(), handle)
    index.clearFixings()
    for month, value in zip(MONTHS, published):
        index.addFixing(month, value)
    forecast = expected(published, swaps, breakevens)
    months = [MONTHS[-1] + ql.Period(i, ql.Months) for i in range(1, 420)]
    day_count = ql.Thirty360(ql.Thirty360.USA)
    rates = []
    for month in months:
        years = day_count.yearFraction(MONTHS[-1], month)
        rates.append((forecast(month) / published[-1]) ** (1 / years) - 1)
    handle.linkTo(ql.ZeroInflationCurve(VALUATION, [MONTHS[-1]] + months, [rates[0]] + rates, ql.Monthly, day_count))
    schedule = ql.Schedule(dated, maturity, ql.Period(12 // frequency, ql.Months), calendar, ql.Unadjusted, ql.Unadjusted,
                           ql.DateGeneration.Backward, False)
    bond = ql.CPIBond(0, 100.0, False, base, ql.Period(3, ql.Months), index, ql.CPI.Linear, schedule, [coupon],
                      ql.ActualActual(ql.ActualActual.ISMA, schedule), ql.Following)
    curve = ql.FlatForward(VALUATION, rate, ACT365, ql.Continuous)
    bond.setPricingEngine(ql.DiscountingBondEngine(ql.YieldTermStructureHandle(curve)))
    pay_calendar = calendar
    # The engine takes the cash of unmoved dates apart: add up the flows after the valuation date.
    value = sum(c.amount() * curve.discount(pay_calendar.adjust(c.date(), ql.Following))
                for c in bond.cashflows() if c.date() > VALUATION)
    return {
        "name": f"{number}: {name} {coupon:.3%} to {maturity.ISO()}", "index": name, "currency": currency,
        "convention": convention, "frequency": frequency,
        "published": [{"month": m.ISO()[:7], "value": v} for m, v in zip(MONTHS, published)],
        "breakevens": [{"tenor": f"{t}Y", "rate": r} for t, r in breakevens], "rate": rate, "coupon": coupon,
        "dated": dated.ISO(), "maturity": maturity.ISO(), "base": base, "value": value,
    }


def main():
    generator = random.Random(20230331)
    cases = [case(number, generator) for number in range(COUNT)]
    path = pathlib.Path(__file__).resolve().parents[2] / "Tests/PricingTests/Goldens/linked.json"
    path.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    print(f"{len(cases)} bonds to {path.name}")


main()
