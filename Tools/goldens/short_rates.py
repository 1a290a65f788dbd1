#!/usr/bin/env python3
"""Writes Tests/ModelsTests/Goldens/short-rates.json: short-rate models beside QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/short_rates.py
Curves are flat, continuously compounded, Act/365F, so that a case is times and numbers alone. Swaptions are those of QuantLib's own
instruments; what is written down of them are the times and amounts that its engines see.
"""
import json
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
ACT365 = ql.Actual365Fixed()
TODAY = ql.Date(15, 2, 2002)


def flat(rate):
    return ql.YieldTermStructureHandle(ql.FlatForward(TODAY, rate, ACT365, ql.Continuous))


def years(date):
    return ACT365.yearFraction(TODAY, date)


def swaption(curve, expiry, length, strike, payer):
    """A swaption with annual 30/360 coupons against six-month Euribor, and what it pays: the last coupon with the face."""
    index = ql.Euribor6M(curve)
    exercise = index.fixingCalendar().advance(TODAY, ql.Period(expiry, ql.Years))
    start = index.valueDate(exercise)
    calendar, following = index.fixingCalendar(), ql.ModifiedFollowing
    end = calendar.advance(start, length, ql.Years, following)
    fixed = ql.Schedule(start, end, ql.Period(1, ql.Years), calendar, following, following, ql.DateGeneration.Forward, False)
    floating = ql.Schedule(start, end, ql.Period(6, ql.Months), calendar, following, following, ql.DateGeneration.Forward,
                           False)
    kind = ql.VanillaSwap.Payer if payer else ql.VanillaSwap.Receiver
    swap = ql.VanillaSwap(kind, 1.0, fixed, strike, ql.Thirty360(ql.Thirty360.BondBasis), floating, index, 0.0,
                          index.dayCounter())
    made = ql.Swaption(swap, ql.EuropeanExercise(exercise))
    flows = [(years(flow.date()), flow.amount()) for flow in swap.fixedLeg()]
    return made, {"expiry": years(exercise), "start": years(swap.floatingSchedule()[0]), "payer": payer,
                  "strike": strike, "times": [t for t, _ in flows], "coupons": [c for _, c in flows]}


def zero_bond_options(generator):
    cases = []
    for _ in range(40):
        rate = generator.choice([-0.005, 0.01, 0.04, 0.08])
        a, sigma = generator.choice([0.01, 0.05, 0.3]), generator.choice([0.003, 0.01, 0.02])
        expiry = generator.choice([0.25, 1.0, 5.0, 20.0])
        maturity = expiry + generator.choice([0.25, 1.0, 10.0])
        curve = flat(rate)
        strike = curve.discount(maturity) / curve.discount(expiry) * generator.choice([0.9, 0.98, 1.0, 1.03])
        model = ql.HullWhite(curve, a, sigma)
        cases.append({"rate": rate, "a": a, "sigma": sigma, "expiry": expiry, "maturity": maturity, "strike": strike,
                      "call": model.discountBondOption(ql.Option.Call, strike, expiry, maturity),
                      "put": model.discountBondOption(ql.Option.Put, strike, expiry, maturity)})
    return cases


def hull_white_swaptions(generator):
    cases = []
    for _ in range(40):
        rate = generator.choice([0.005, 0.03, 0.06])
        a, sigma = generator.choice([0.01, 0.05, 0.2]), generator.choice([0.003, 0.008, 0.015])
        curve = flat(rate)
        made, terms = swaption(curve, generator.choice([1, 2, 5, 10]), generator.choice([1, 3, 10]),
                               max(0.001, rate + generator.choice([-0.01, 0, 0.01])), generator.random() < 0.5)
        model = ql.HullWhite(curve, a, sigma)
        made.setPricingEngine(ql.JamshidianSwaptionEngine(model))
        cases.append({"rate": rate, "a": a, "sigma": sigma, "swaption": terms, "value": made.NPV()})
    return cases


def g2_swaptions(generator):
    cases = []
    for _ in range(24):
        rate = generator.choice([0.005, 0.03, 0.06])
        a, b = generator.choice([0.02, 0.1, 0.5]), generator.choice([0.03, 0.2, 0.7])
        sigma, eta, rho = generator.choice([0.004, 0.01]), generator.choice([0.003, 0.009]), generator.choice([-0.9, -0.5, 0.3])
        curve = flat(rate)
        made, terms = swaption(curve, generator.choice([1, 2, 5, 10]), generator.choice([1, 3, 10]),
                               max(0.001, rate + generator.choice([-0.01, 0, 0.01])), generator.random() < 0.5)
        model = ql.G2(curve, a, sigma, b, eta, rho)
        # Ten deviations and 800 points in place of the customary six and 16: the engine's own error is then far below 1e-8.
        made.setPricingEngine(ql.G2SwaptionEngine(model, 10.0, 800))
        expiry, maturity = 2.0, 7.0
        strike = curve.discount(maturity) / curve.discount(expiry)
        cases.append({"rate": rate, "a": a, "b": b, "sigma": sigma, "eta": eta, "rho": rho, "swaption": terms,
                      "value": made.NPV(),
                      "zeroBondCall": model.discountBondOption(ql.Option.Call, strike, expiry, maturity)})
    return cases


def calibrations():
    """The strip of QuantLib's test of calibration (test-suite/shortratemodels.cpp), its cached result, and others."""
    found = []
    for volatilities, rate in [((0.1148, 0.1108, 0.1070, 0.1021, 0.1000), 0.04875),
                               ((0.1490, 0.1390, 0.1290, 0.1230, 0.1190), 0.03),
                               ((0.2100, 0.2000, 0.1880, 0.1800, 0.1740), 0.025)]:
        settlement = ql.Date(19, 2, 2002)
        ql.Settings.instance().evaluationDate = TODAY
        curve = ql.YieldTermStructureHandle(ql.FlatForward(settlement, rate, ACT365, ql.Continuous))
        index = ql.Euribor6M(curve)
        model = ql.HullWhite(curve)
        engine = ql.JamshidianSwaptionEngine(model)
        helpers, quotes = [], []
        for start, volatility in enumerate(volatilities, 1):
            helper = ql.SwaptionHelper(
                ql.Period(start, ql.Years), ql.Period(6 - start, ql.Years), ql.QuoteHandle(ql.SimpleQuote(volatility)), index,
                ql.Period(1, ql.Years), ql.Thirty360(ql.Thirty360.BondBasis), ql.Actual360(), curve)
            helper.setPricingEngine(engine)
            helpers.append(helper)
        end = ql.EndCriteria(10000, 100, 1e-12, 1e-12, 1e-12)
        model.calibrate(helpers, ql.LevenbergMarquardt(1e-12, 1e-12, 1e-12), end)
        for helper in helpers:
            swap = helper.underlying()
            exercise = helper.swaption().exercise().dates()[0]
            flows = [(ACT365.yearFraction(settlement, flow.date()), flow.amount()) for flow in swap.fixedLeg()]
            quotes.append({
                "expiry": ACT365.yearFraction(settlement, exercise),
                "start": ACT365.yearFraction(settlement, swap.floatingSchedule()[0]),
                "payer": swap.type() == ql.VanillaSwap.Payer, "strike": swap.fixedRate(),
                "times": [t for t, _ in flows], "coupons": [c for _, c in flows], "market": helper.marketValue(),
                "model": helper.modelValue()})
        a, sigma = model.params()
        found.append({"rate": rate, "a": a, "sigma": sigma, "quotes": quotes})
    return found


def black_karasinski(generator):
    """Bonds with calls on QuantLib's tree."""
    cases = []
    while len(cases) < 16:
        rate = generator.choice([0.01, 0.03, 0.06])
        a, sigma = generator.choice([0.01, 0.05, 0.3]), generator.choice([0.05, 0.15, 0.3])
        length, coupon = generator.choice([3, 5, 10]), generator.choice([0.02, 0.04, 0.07])
        curve = flat(rate)
        calendar = ql.NullCalendar()
        schedule = ql.Schedule(TODAY, TODAY + ql.Period(length, ql.Years), ql.Period(6, ql.Months), calendar, ql.Unadjusted,
                               ql.Unadjusted, ql.DateGeneration.Backward, False)
        dates = list(schedule)[1:]
        calls = dates[1:-1:2]
        rights = ql.CallabilitySchedule()
        for date in calls:
            rights.append(ql.Callability(ql.BondPrice(100.0, ql.BondPrice.Clean), ql.Callability.Call, date))
        bond = ql.CallableFixedRateBond(0, 100.0, schedule, [coupon], ql.Thirty360(ql.Thirty360.BondBasis), ql.Unadjusted,
                                        100.0, TODAY, rights)
        model = ql.BlackKarasinski(curve, a, sigma)
        steps = 120
        bond.setPricingEngine(ql.TreeCallableFixedRateBondEngine(model, steps, curve))
        cases.append({"rate": rate, "a": a, "sigma": sigma, "coupon": 100 * coupon / 2, "steps": steps,
                      "times": [years(date) for date in dates], "calls": [years(date) for date in calls],
                      "value": bond.NPV()})
    return cases


def equilibrium():
    """Zero bonds of the models of Vasicek and of Cox, Ingersoll and Ross, which have curves of their own."""
    cases = []
    for r0, k, theta, sigma in [(0.05, 0.1, 0.06, 0.01), (0.01, 0.5, 0.04, 0.02), (0.08, 0.03, 0.05, 0.006),
                                (0.03, 1.2, 0.03, 0.05)]:
        vasicek = ql.Vasicek(r0, k, theta, sigma)
        cir = ql.CoxIngersollRoss(r0, theta, k, 5 * sigma)
        times = [0.25, 1.0, 5.0, 10.0, 30.0]
        cases.append({"rate": r0, "speed": k, "level": theta, "vasicekVolatility": sigma, "cirVolatility": 5 * sigma,
                      "times": times, "vasicek": [vasicek.discountBond(0.0, t, r0) for t in times],
                      "cir": [cir.discountBond(0.0, t, r0) for t in times],
                      "vasicekCall": vasicek.discountBondOption(ql.Option.Call, 0.8, 2.0, 7.0),
                      "cirCall": cir.discountBondOption(ql.Option.Call, 0.8, 2.0, 7.0)})
    return cases


if __name__ == "__main__":
    ql.Settings.instance().evaluationDate = TODAY
    generator = random.Random(20020215)
    result = {"zeroBondOptions": zero_bond_options(generator), "hullWhiteSwaptions": hull_white_swaptions(generator),
              "g2": g2_swaptions(generator), "blackKarasinski": black_karasinski(generator), "equilibrium": equilibrium(),
              "calibrations": calibrations()}
    path = pathlib.Path(__file__).parents[2] / "Tests/ModelsTests/Goldens/short-rates.json"
    path.write_text("{\n" + ",\n".join(f'"{name}": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]"
                                       for name, cases in result.items()) + "\n}\n")
    print({name: len(cases) for name, cases in result.items()}, path)
    print([(c["a"], c["sigma"]) for c in result["calibrations"]])
