#!/usr/bin/env python3
"""Writes goldens of default swaps with QuantLib 1.44's ISDA engine: Tests/PricingTests/Goldens/credit_default_swaps.json (contracts)
and Tests/MarketDataTests/Goldens/credit_curves.json (maturities, par spreads of curves, Markit's upfronts).

usage: pip install QuantLib==1.44; python3 Tools/goldens/credit_default_swaps.py
QuantLib looks at survival for the last premium, and for premium accrued in a default, until the day before it is paid; the ISDA code
until maturity. That is the same day where maturity is a Sunday: `exact` marks those.
"""
import json
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
ACT365 = ql.Actual365Fixed()
WEEKENDS = ql.WeekendsOnly()
TENORS = ["6M", "1Y", "2Y", "3Y", "4Y", "5Y", "7Y", "10Y"]
RATE_TENORS = ["1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "15Y", "30Y"]
TESTS = pathlib.Path(__file__).parents[2] / "Tests"


def rule(date):
    return ql.DateGeneration.CDS2015 if date >= ql.Date(21, 12, 2015) else ql.DateGeneration.CDS


def discount_curve(valuation, rates):
    dates = [valuation] + [valuation + ql.Period(t) for t in RATE_TENORS]
    factors = [1.0] + [ql.InterestRate(r, ACT365, ql.Continuous, ql.Annual).discountFactor(
        ACT365.yearFraction(valuation, d)) for r, d in zip(rates, dates[1:])]
    curve = ql.DiscountCurve(dates, factors, ACT365)
    curve.enableExtrapolation()
    return ql.YieldTermStructureHandle(curve)


def hazard_curve(valuation, tenors, hazards):
    dates = [valuation] + [ql.cdsMaturity(valuation, ql.Period(t), rule(valuation)) for t in tenors]
    # beyond the last date QuantLib goes on with the last rate, but its engine stops at the last node
    dates.append(dates[-1] + 20 * 365)
    curve = ql.HazardRateCurve(dates, [hazards[0]] + hazards + [hazards[-1]], ACT365)
    curve.enableExtrapolation()
    return ql.DefaultProbabilityTermStructureHandle(curve)


def swap(side, notional, coupon, start, maturity, trade, rebate):
    schedule = ql.Schedule(start, maturity, ql.Period(3, ql.Months), WEEKENDS, ql.Following, ql.Unadjusted,
                           rule(start), False)
    return ql.CreditDefaultSwap(side, notional, coupon, schedule, ql.Following, ql.Actual360(), True, True, start,
                                ql.FaceValueClaim(), ql.Actual360(True), rebate, trade)


def random_rates(generator):
    level, slope = generator.choice([-0.006, 0.0, 0.01, 0.03, 0.05, 0.1]), generator.uniform(-0.01, 0.015)
    return [round(level + slope * i / len(RATE_TENORS) + generator.uniform(-0.002, 0.002), 6)
            for i in range(len(RATE_TENORS))]


def random_hazards(generator, count):
    level = generator.choice([0.0005, 0.003, 0.008, 0.02, 0.05, 0.2, 0.8])
    return [round(level * generator.uniform(0.4, 1.6), 8) for _ in range(count)]


def business_day(generator):
    while True:
        date = ql.Date(1, 6, 2009) + generator.randrange(0, 365 * 17)
        if WEEKENDS.isBusinessDay(date):
            return date


def contract(number, generator):
    valuation = business_day(generator)
    ql.Settings.instance().evaluationDate = valuation
    trade = WEEKENDS.adjust(valuation - generator.randrange(0, 700))
    trade = min(trade, valuation)
    maturity = ql.cdsMaturity(trade, ql.Period(generator.choice(TENORS)), rule(trade))
    if maturity <= valuation + 5 or generator.random() < 0.95 and maturity.weekday() != ql.Sunday:
        return None
    tenors = sorted(generator.sample(range(len(TENORS)), generator.randrange(1, 9)))
    tenors = [TENORS[i] for i in tenors]
    rates, hazards = random_rates(generator), random_hazards(generator, len(tenors))
    recovery = generator.choice([0.0, 0.2, 0.4, 0.4, 0.65])
    coupon = generator.choice([0.0025, 0.01, 0.01, 0.05, 0.1])
    side = generator.choice(["buy", "sell"])
    made = swap(ql.Protection.Buyer if side == "buy" else ql.Protection.Seller, 10_000_000, coupon, trade, maturity,
                trade, False)
    coupons = [ql.as_fixed_rate_coupon(c) for c in made.coupons()]
    if any(valuation < c.date() <= valuation + 3 or c.accrualEndDate() == valuation + 1 for c in coupons):
        return None  # premiums due tomorrow are the former owner's for QuantLib
    discount, hazard = discount_curve(valuation, rates), hazard_curve(valuation, tenors, hazards)
    made.setPricingEngine(ql.IsdaCdsEngine(hazard, recovery, discount))
    open_coupons = [c for c in coupons if c.date() > valuation]
    return {
        "name": f"{number}: {side} {coupon:.2%} to {maturity.ISO()} on {valuation.ISO()}",
        "valuation": valuation.ISO(), "rates": rates, "tenors": tenors, "hazards": hazards, "recovery": recovery,
        "side": side, "coupon": coupon, "maturity": maturity.ISO(), "exact": maturity.weekday() == ql.Sunday,
        "value": made.NPV(), "protection_leg": abs(made.defaultLegNPV()),
        # the day count of the last period counts both of its ends
        "accrued": open_coupons[0].accruedAmount(valuation + (0 if len(open_coupons) == 1 else 1)),
        "premiums": len(open_coupons), "premium_sum": sum(c.amount() for c in open_coupons),
        "first_payment": open_coupons[0].date().ISO(), "last_payment": open_coupons[-1].date().ISO(),
    }


def curve(number, generator):
    while True:
        valuation = business_day(generator)
        tenors = [t for t in TENORS if generator.random() < 0.7] or ["5Y"]
        maturities = [ql.cdsMaturity(valuation, ql.Period(t), rule(valuation)) for t in tenors]
        if maturities[0] > valuation + 3:
            break
    ql.Settings.instance().evaluationDate = valuation
    rates, hazards = random_rates(generator), random_hazards(generator, len(tenors))
    recovery = generator.choice([0.2, 0.4, 0.4])
    discount, hazard = discount_curve(valuation, rates), hazard_curve(valuation, tenors, hazards)
    spreads, upfronts = [], []
    for maturity in maturities:
        made = swap(ql.Protection.Buyer, 1.0, 0.05, valuation, maturity, valuation, True)
        made.setPricingEngine(ql.IsdaCdsEngine(hazard, recovery, discount))
        spreads.append(made.fairSpread())
        upfronts.append(made.fairUpfront())
    return {"name": f"{number}: {len(tenors)} swaps on {valuation.ISO()}", "valuation": valuation.ISO(), "rates": rates,
            "tenors": tenors, "maturities": [m.ISO() for m in maturities], "hazards": hazards, "recovery": recovery,
            "par_spreads": spreads, "upfronts": upfronts}


def maturities(generator):
    rows = []
    for _ in range(300):
        date, tenor = ql.Date(1, 6, 2009) + generator.randrange(0, 365 * 20), generator.choice(TENORS)
        rows.append({"traded": date.ISO(), "tenor": tenor,
                     "maturity": ql.cdsMaturity(date, ql.Period(tenor), rule(date)).ISO()})
    return rows


def markit():
    """The ISDA converter's upfronts of 21 May 2009 in QuantLib's test-suite/creditdefaultswap.cpp, on its curve."""
    trade = ql.Date(21, 5, 2009)
    ql.Settings.instance().evaluationDate = trade
    helpers = ql.RateHelperVector()
    for months, rate in [(1, 0.003081), (2, 0.005525), (3, 0.007163), (6, 0.012413), (9, 0.014), (12, 0.015488)]:
        helpers.append(ql.DepositRateHelper(rate, ql.Period(months, ql.Months), 2, WEEKENDS, ql.ModifiedFollowing, False,
                                            ql.Actual360()))
    ibor = ql.IborIndex("IsdaIbor", ql.Period(3, ql.Months), 2, ql.USDCurrency(), WEEKENDS, ql.ModifiedFollowing, False,
                        ql.Actual360())
    for years, rate in [(2, 0.011907), (3, 0.01699), (4, 0.021198), (5, 0.02444), (6, 0.026937), (7, 0.028967),
                        (8, 0.030504), (9, 0.031719), (10, 0.03279), (12, 0.034535), (15, 0.036217), (20, 0.036981),
                        (25, 0.037246), (30, 0.037605)]:
        helpers.append(ql.SwapRateHelper(rate, ql.Period(years, ql.Years), WEEKENDS, ql.Semiannual, ql.ModifiedFollowing,
                                         ql.Thirty360(ql.Thirty360.BondBasis), ibor))
    built = ql.PiecewiseLogLinearDiscount(0, WEEKENDS, helpers, ACT365)
    values = [-97798.29358, -97776.11889, 914971.5977, 894985.6298, -186921.3594, -186839.8148, 1646623.672, 1579803.626,
              -274298.9203, -274122.4725, 2279730.93, 2147972.527, -592420.2297, -591571.2294, 3993550.206, 3545843.418,
              -797501.1422, -795915.9787, 4702034.688, 4042340.999]
    cases = iter(values)
    return {
        "traded": trade.ISO(), "notional": 10_000_000, "coupon": 0.01,
        "days": [d - trade for d in built.dates()[1:]],
        "zero_rates": [built.zeroRate(d, ACT365, ql.Continuous).rate() for d in built.dates()[1:]],
        "cases": [{"maturity": f"{year}-06-20", "spread": spread, "recovery": recovery, "upfront": next(cases)}
                  for year in (2010, 2011, 2012, 2016, 2019) for spread in (0.001, 0.1) for recovery in (0.2, 0.4)],
    }


def many(make, count, generator):
    made = []
    while len(made) < count:
        case = make(len(made) + 1, generator)
        if case:
            made.append(case)
    return made


def write(path, text):
    path.write_text(text + "\n")
    print(path)


if __name__ == "__main__":
    generator = random.Random(20230331)
    contracts = many(contract, 600, generator)
    write(TESTS / "PricingTests/Goldens/credit_default_swaps.json",
          "[\n" + ",\n".join(json.dumps(c) for c in contracts) + "\n]")
    curves = many(curve, 100, generator)
    write(TESTS / "MarketDataTests/Goldens/credit_curves.json",
          '{"markit": ' + json.dumps(markit()) + ',\n"maturities": ' + json.dumps(maturities(generator))
          + ',\n"curves": [\n' + ",\n".join(json.dumps(c) for c in curves) + "\n]}")
