#!/usr/bin/env python3
"""Writes Tests/ModelsTests/Goldens/short-rate-calibrations.json: swaptions of models of known numbers, priced by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/short_rate_calibrations.py
The curve is flat, continuously compounded, Act/365F. Swaps start on the day of exercise, with six-month Act/365F
coupons, so that both legs ask for the same times of a tree. G2++ is priced by the engine's integral (Brigo and Mercurio,
formula 4.31), Black-Karasinski on the engine's tree.
"""
import json
import pathlib

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
ACT365 = ql.Actual365Fixed()
TODAY = ql.Date(15, 2, 2023)
STEPS = 40


def flat(rate):
    return ql.YieldTermStructureHandle(ql.FlatForward(TODAY, rate, ACT365, ql.Continuous))


def years(date):
    return ACT365.yearFraction(TODAY, date)


def swaption(curve, expiry, length, move):
    """A payer swaption whose strike is so far from the forward rate, and what it pays."""
    calendar, plain = ql.NullCalendar(), ql.Unadjusted
    index = ql.IborIndex("index", ql.Period(6, ql.Months), 0, ql.EURCurrency(), calendar, plain, False, ACT365, curve)
    start = TODAY + ql.Period(expiry, ql.Years)
    end = start + ql.Period(length, ql.Years)
    schedule = ql.Schedule(start, end, ql.Period(6, ql.Months), calendar, plain, plain, ql.DateGeneration.Forward, False)

    def swap(strike):
        made = ql.VanillaSwap(ql.VanillaSwap.Payer, 1.0, schedule, strike, ACT365, schedule, index, 0.0, ACT365)
        made.setPricingEngine(ql.DiscountingSwapEngine(curve))
        return made

    strike = swap(0.0).fairRate() + move
    made = swap(strike)
    terms = {
        "expiry": years(start), "start": years(start), "payer": True, "strike": strike,
        "times": [years(flow.date()) for flow in made.fixedLeg()], "coupons": [flow.amount() for flow in made.fixedLeg()]}
    return ql.Swaption(made, ql.EuropeanExercise(start)), terms


def g2():
    cases = []
    for rate, a, sigma, b, eta, rho in [
        (0.03, 0.45, 0.0115, 0.03, 0.0095, -0.75), (0.02, 0.8, 0.006, 0.06, 0.0085, -0.4),
        (0.045, 0.3, 0.014, 0.015, 0.0105, -0.9)]:
        curve = flat(rate)
        model = ql.G2(curve, a, sigma, b, eta, rho)
        quotes = []
        for expiry, length in [(1, 1), (1, 5), (1, 10), (3, 2), (5, 1), (5, 5), (5, 10), (10, 1), (10, 10)]:
            made, terms = swaption(curve, expiry, length, 0.0)
            made.setPricingEngine(ql.G2SwaptionEngine(model, 10.0, 800))
            quotes.append({"swaption": terms, "value": made.NPV()})
        cases.append({"rate": rate, "a": a, "sigma": sigma, "b": b, "eta": eta, "rho": rho, "quotes": quotes})
    return cases


def black_karasinski():
    cases = []
    for rate, a, sigma in [(0.03, 0.06, 0.22), (0.045, 0.15, 0.3), (0.015, 0.02, 0.4)]:
        curve = flat(rate)
        model = ql.BlackKarasinski(curve, a, sigma)
        quotes = []
        for expiry, length, move in [(1, 2, 0), (2, 3, 0.005), (5, 2, 0), (5, 5, -0.005)]:
            made, terms = swaption(curve, expiry, length, move)
            made.setPricingEngine(ql.TreeSwaptionEngine(model, STEPS, curve))
            quotes.append({"swaption": terms, "value": made.NPV()})
        cases.append({"rate": rate, "a": a, "sigma": sigma, "steps": STEPS, "quotes": quotes})
    return cases


if __name__ == "__main__":
    ql.Settings.instance().evaluationDate = TODAY
    result = {"g2": g2(), "blackKarasinski": black_karasinski()}
    path = pathlib.Path(__file__).parents[2] / "Tests/ModelsTests/Goldens/short-rate-calibrations.json"
    path.write_text("{\n" + ",\n".join(f'"{name}": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]"
                                       for name, cases in result.items()) + "\n}\n")
    print({name: len(cases) for name, cases in result.items()}, path)
