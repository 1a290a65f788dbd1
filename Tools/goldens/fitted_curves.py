#!/usr/bin/env python3
"""Writes Tests/MarketDataTests/Goldens/fitted_curves.json: curves fitted to bonds by scipy, and QuantLib's formulas.

usage: pip install QuantLib==1.44 scipy; python3 Tools/goldens/fitted_curves.py

Bonds are the US Treasury's par yields of 2023-03-31 as bonds at par, and Japanese yields of 2016-07-27 as bonds with a coupon
of 0.1%. Least squares of price errors over the price's slope by yield, by scipy from many starts; splines are scipy's natural
cubic splines with the penalty integrated on a grid of knots, solved by scipy too.
"""
import itertools
import json
import pathlib

import numpy as np
import QuantLib as ql
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq, least_squares

assert ql.__version__ == "1.44", ql.__version__
TODAY = ql.Date(31, 3, 2023)
ql.Settings.instance().evaluationDate = TODAY
UST = [("1Y", 4.64), ("2Y", 4.06), ("3Y", 3.81), ("5Y", 3.60), ("7Y", 3.55), ("10Y", 3.48), ("20Y", 3.81), ("30Y", 3.67)]
JGB = [("1Y", -0.371), ("2Y", -0.372), ("3Y", -0.374), ("4Y", -0.376), ("5Y", -0.384), ("6Y", -0.405), ("7Y", -0.423),
       ("8Y", -0.389), ("9Y", -0.35), ("10Y", -0.297), ("15Y", -0.074), ("20Y", 0.161), ("25Y", 0.221), ("30Y", 0.268),
       ("40Y", 0.333)]
YEARS = [0.25, 1, 2.5, 4, 6, 9, 12, 18, 27]


def flows(tenor, coupon):
    """Years, amounts and coupon periods of a semiannual bond, whose first period is whole on these dates or not."""
    dates = []
    for months in range(0, 12 * int(tenor[:-1]) + 12, 6):
        date = TODAY + ql.Period(tenor) - ql.Period(months, ql.Months)
        dates.append(date)
        if date <= TODAY:
            break
    later = sorted(date for date in dates if date > TODAY)
    rest = (later[0] - TODAY) / (later[0] - min(dates))
    amounts = np.full(len(later), coupon / 2)
    amounts[-1] += 1
    return np.array([(date - TODAY) / 365 for date in later]), amounts, rest + np.arange(len(later)), coupon / 2 * (1 - rest)


def bonds(quotes, coupon=None):
    made = []
    for tenor, percent in quotes:
        times, amounts, periods, accrued = flows(tenor, percent / 100 if coupon is None else coupon)

        def value(rate):
            return amounts @ (1 + rate / 2) ** -periods

        price = 1 + accrued if coupon is None else value(percent / 100)
        rate = brentq(lambda guess: value(guess) - price, -0.5, 1, xtol=1e-15)
        slope = (value(rate - 1e-6) - value(rate + 1e-6)) / 2e-6
        made.append((times, amounts, price, slope))
    return made


def errors(made, zero):
    return np.array([(price - amounts @ np.exp(-zero(times) * times)) / slope for times, amounts, price, slope in made])


def svensson(parameters):
    b0, b1, b2, b3, log1, log2 = parameters

    def zero(t):
        x, y = t / np.exp(log1), t / np.exp(log2)
        return (b0 + b1 * (1 - np.exp(-x)) / x + b2 * ((1 - np.exp(-x)) / x - np.exp(-x))
                + b3 * ((1 - np.exp(-y)) / y - np.exp(-y)))
    return zero


def fit(made, humps):
    best = None
    for taus in itertools.combinations((0.4, 0.8, 1.6, 3, 6, 12, 20), humps):
        start = [0.03, 0, 0] + [0] * (humps - 1) + list(np.log(taus))
        # Nelson and Siegel's: without the second hump.
        whole = (lambda p: p) if humps == 2 else (lambda p: [p[0], p[1], p[2], 0, p[3], p[3]])
        found = least_squares(lambda p: errors(made, svensson(whole(p))), start, xtol=1e-15, ftol=1e-15, gtol=1e-15,
                              x_scale="jac", max_nfev=5000)
        if best is None or found.cost < best[0].cost:
            best = found, svensson(whole(found.x))
    return best


def spline(made, roughness):
    knots = np.array([times[-1] for times, *_ in made])
    whole = np.concatenate([[0], knots])
    grid = np.concatenate([np.linspace(a, b, 3) for a, b in zip(whole, whole[1:])])

    def curve(rates):
        return CubicSpline(whole, np.concatenate([rates[:1], rates]), bc_type="natural")

    def zero(rates):
        return lambda t: curve(rates)(np.minimum(t, knots[-1]))

    def target(rates):
        # Squared second derivatives are parabolas between knots: Simpson's rule is exact.
        second = curve(rates)(grid, 2).reshape(-1, 3)
        widths = np.diff(whole)[:, None]
        roots = np.sqrt(roughness * widths * np.array([1, 4, 1]) / 6) * second
        return np.concatenate([errors(made, zero(rates)), roots.ravel()])

    found = least_squares(target, np.full(len(knots), 0.03), xtol=1e-15, ftol=1e-15, gtol=1e-15, x_scale="jac")
    return found, zero(found.x)


def case(name, quotes, coupon, form, found, zero, roughness=None):
    made = {"name": name, "form": form, "coupon": coupon, "points": [{"tenor": t, "rate": r / 100} for t, r in quotes],
            "years": YEARS, "zero_rates": [float(zero(np.array([t]))[0]) for t in YEARS]}
    if roughness is not None:
        made["roughness"] = roughness
    return made


def formula(parameters):
    """QuantLib's Svensson curve; its fourth and fifth parameters are one over the hump times."""
    b0, b1, b2, b3, tau1, tau2 = parameters
    made = ql.FittedBondDiscountCurve(TODAY, ql.SvenssonFitting(), ql.Array([b0, b1, b2, b3, 1 / tau1, 1 / tau2]),
                                      TODAY + ql.Period("40Y"), ql.Actual365Fixed())
    days = [30, 365, 1000, 3650, 10000]
    return {"beta": [b0, b1, b2, b3], "taus": [tau1, tau2], "days": days,
            "discount_factors": [made.discount(TODAY + day) for day in days]}


def main():
    cases = []
    for name, quotes, coupon in [("treasury", UST, None), ("japan", JGB, 0.001)]:
        made = bonds(quotes, coupon)
        cases.append(case(name, quotes, coupon, "nelson_siegel", *fit(made, 1)))
        cases.append(case(name, quotes, coupon, "svensson", *fit(made, 2)))
        for roughness in (1e-7, 1e-4):
            cases.append(case(name, quotes, coupon, "smoothing_spline", *spline(made, roughness), roughness))
    formulas = [formula(p) for p in [(0.035, 0.012, -0.02, 0, 2.1, 2.1), (0.03, -0.035, -0.01, 0.02, 1.3, 7.5)]]
    out = pathlib.Path(__file__).parents[2] / "Tests/MarketDataTests/Goldens/fitted_curves.json"
    out.write_text(json.dumps({"valuation_date": "2023-03-31", "fits": cases, "formulas": formulas}, indent=1) + "\n")
    print(f"{len(cases)} fits to {out}")


if __name__ == "__main__":
    main()
