#!/usr/bin/env python3
"""Writes Tests/MarketDataTests/Goldens/curves.json: discount factors of interpolated and bootstrapped curves.

usage: pip install QuantLib==1.44 scipy; python3 Tools/goldens/curves.py
Linear, log-linear and spline curves and the par bootstraps are QuantLib's. The QuantLib wheel has no Fritsch-Butland
discount curve, so the monotone cubic is scipy's PchipInterpolator of -ln DF through (0, 0). Monotone convex forwards are
those of QuantLib's ConvexMonotoneInterpolation with quadraticity 0 and monotonicity 1, integrated by scipy.
"""
import json
import math
import pathlib

import QuantLib as ql
from scipy.integrate import quad
from scipy.interpolate import PchipInterpolator

assert ql.__version__ == "1.44", ql.__version__
TODAY = ql.Date(31, 3, 2023)
ql.Settings.instance().evaluationDate = TODAY
ACT365 = ql.Actual365Fixed()

# US Treasury par yields of 2023-03-31; Ministry of Finance Japan, 2016-07-27; two made-up zero curves.
UST = [("1M", 4.74), ("2M", 4.79), ("3M", 4.85), ("4M", 4.97), ("6M", 4.94), ("1Y", 4.64), ("2Y", 4.06), ("3Y", 3.81),
       ("5Y", 3.60), ("7Y", 3.55), ("10Y", 3.48), ("20Y", 3.81), ("30Y", 3.67)]
JGB = [("1Y", -0.371), ("2Y", -0.372), ("3Y", -0.374), ("4Y", -0.376), ("5Y", -0.384), ("6Y", -0.405), ("7Y", -0.423),
       ("8Y", -0.389), ("9Y", -0.35), ("10Y", -0.297), ("15Y", -0.074), ("20Y", 0.161), ("25Y", 0.221), ("30Y", 0.268),
       ("40Y", 0.333)]
ZERO = [("1M", 2.75), ("6M", 2.95), ("1Y", 2.80), ("2Y", 2.62), ("5Y", 2.35), ("10Y", 2.41), ("20Y", 2.55), ("30Y", 2.36)]
NEGATIVE = [("3M", -0.55), ("1Y", -0.62), ("2Y", -0.70), ("5Y", -0.35), ("10Y", 0.10), ("30Y", 0.45)]
SAMPLE_DAYS = [1, 15, 31, 45, 61, 91, 100, 183, 200, 274, 366, 500, 731, 1000, 1096, 1500, 1827, 2557, 3000, 3653, 5000,
               7305, 9000, 10958]
BEYOND = [12000, 14610, 18000]


def dates(points):
    return [TODAY + ql.Period(tenor) for tenor, _ in points]


def years(date):
    return ACT365.yearFraction(TODAY, date)


def case(name, kind, interpolation, points, discount, beyond=True):
    last = dates(points)[-1] - TODAY
    days = [d for d in SAMPLE_DAYS + BEYOND if beyond or d <= last]
    return {
        "name": name, "kind": kind, "interpolation": interpolation,
        "points": [{"tenor": t, "rate": r / 100} for t, r in points],
        "days": days, "discount_factors": [discount(TODAY + d) for d in days],
    }


def interpolated(name, points):
    pillars, rates = dates(points), [r / 100 for _, r in points]
    linear = ql.ZeroCurve([TODAY] + pillars, rates[:1] + rates, ACT365, ql.NullCalendar(), ql.Linear(), ql.Continuous)
    # Beyond its last date QuantLib continues the forward; this project continues the zero rate.
    yield case(name, "zero", "linear_zero", points, linear.discount, beyond=False)

    factors = [math.exp(-r * years(d)) for d, r in zip(pillars, rates)]
    loglinear = ql.DiscountCurve([TODAY] + pillars, [1.0] + factors, ACT365)
    loglinear.enableExtrapolation()
    yield case(name, "zero", "log_linear_discount", points, loglinear.discount)

    exponent = PchipInterpolator([0.0] + [years(d) for d in pillars], [0.0] + [r * years(d) for d, r in zip(pillars, rates)])
    last = years(pillars[-1])

    def cubic(date):
        t = years(date)
        r = exponent(t) if t <= last else exponent(last) + exponent.derivative()(last) * (t - last)
        return math.exp(-float(r))

    yield case(name, "zero", "monotone_cubic_discount", points, cubic)

    spline = ql.NaturalCubicZeroCurve([TODAY] + pillars, rates[:1] + rates, ACT365, ql.NullCalendar(), ql.SplineCubic(),
                                      ql.Continuous)
    yield case(name, "zero", "natural_cubic_zero", points, spline.discount, beyond=False)
    spline = ql.NaturalLogCubicDiscountCurve([TODAY] + pillars, [1.0] + factors, ACT365)
    yield case(name, "zero", "natural_cubic_discount", points, spline.discount, beyond=False)

    knots = [0.0] + [years(d) for d in pillars]
    exponents = [0.0] + [r * t for r, t in zip(rates, knots[1:])]
    chords = [(b - a) / (v - u) for a, b, u, v in zip(exponents, exponents[1:], knots, knots[1:])]
    convex = ql.ConvexMonotoneInterpolation(knots, chords[:1] + chords, 0.0, 1.0, False)

    def integral(date):
        t = years(date)
        before = max(i for i, knot in enumerate(knots) if knot <= t)
        # In parts, because the forward's slope jumps where its two parabolas meet.
        parts = 64
        edges = [knots[before] + (t - knots[before]) * i / parts for i in range(parts + 1)]
        pieces = (quad(lambda u: convex(u, True), a, b, epsabs=1e-15, epsrel=1e-14, limit=200)[0]
                  for a, b in zip(edges, edges[1:]))
        return math.exp(-exponents[before] - math.fsum(pieces))

    yield case(name, "zero", "monotone_convex", points, integral, beyond=False)


def bootstrapped(name, points):
    helpers = []
    for tenor, rate in points:
        maturity = TODAY + ql.Period(tenor)
        if maturity <= TODAY + ql.Period("6M"):
            helpers.append(ql.DepositRateHelper(
                rate / 100, ql.Period(tenor), 0, ql.NullCalendar(), ql.Unadjusted, False, ACT365))
        else:
            schedule = ql.Schedule(
                TODAY, maturity, ql.Period("6M"), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted,
                ql.DateGeneration.Backward, False)
            helpers.append(ql.FixedRateBondHelper(
                ql.QuoteHandle(ql.SimpleQuote(100.0)), 0, 100.0, schedule, [rate / 100],
                ql.ActualActual(ql.ActualActual.ISMA, schedule)))
    accuracy = ql.IterativeBootstrap(1e-15)
    for interpolation, build, beyond in [
        ("log_linear_discount", lambda: ql.PiecewiseLogLinearDiscount(TODAY, helpers, ACT365, accuracy), True),
        ("linear_zero", lambda: ql.PiecewiseLinearZero(TODAY, helpers, ACT365, accuracy), False),
    ]:
        curve = build()
        curve.enableExtrapolation()
        yield case(name, "par", interpolation, points, curve.discount, beyond)


cases = [*interpolated("zero", ZERO), *interpolated("negative", NEGATIVE), *bootstrapped("ust", UST), *bootstrapped("jgb", JGB)]
out = pathlib.Path(__file__).parents[2] / "Tests/MarketDataTests/Goldens/curves.json"
out.write_text(json.dumps({"valuation_date": "2023-03-31", "curves": cases}, indent=1) + "\n")
print(f"{len(cases)} curves to {out}")
