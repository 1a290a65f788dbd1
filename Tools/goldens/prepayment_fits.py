#!/usr/bin/env python3
"""Writes Tests/CollateralTests/Goldens/prepayment-fits.json: turnover and refinancing fitted to histories made by chance, by scipy.

usage: pip install numpy==2.4.6 scipy==1.17.1; python3 Tools/goldens/prepayment_fits.py

Twelve lines of 2,000 loans each, with rates from 4.5% to 7.25%, are seen for up to 96 months. The model is written anew here: two kinds of
borrower, seasoning, lock-in and an S-curve, both with two months' lag. The likelihood is made greatest by BFGS and Nelder-Mead in parameters of
one size; standard errors are of second derivatives by five-point differences, and of scores added up by line.
"""
import json
import pathlib

import numpy
from scipy.optimize import minimize

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINES, MONTHS, LOANS = 12, 96, 2_000
TRUTH = numpy.array([0.07, 0.06, 0.008, 350, 0.7])  # turnover, most, midpoint, steepness, active share


def mortgage_rate(month):
    """Months since January 2000."""
    return 0.055 + 0.015 * numpy.sin(month / 14)


def speeds(parameters, line):
    """SMM of a line in its months."""
    turnover, most, midpoint, steepness, active = parameters
    note = 0.045 + 0.0025 * line
    start = 36 + 5 * line
    left = numpy.array([active, 1 - active])
    moving = 1 - (1 - turnover) ** (1 / 12)
    curtailed = 1 - (1 - 0.01) ** (1 / 12)
    found = []
    for month in range(MONTHS):
        age = month + 1
        lagged = note - mortgage_rate(start + month - 2)
        sold = moving * min(1, age / 30) * max(0.4, 1 + 10 * min(0, lagged))
        curve = 0.0005 + (most - 0.0005) / (1 + numpy.exp(-steepness * (lagged - midpoint)))
        refinanced = curve * min(1, age / 12) * numpy.array([1, 0.2])
        after = left * (1 - sold) * (1 - curtailed) * (1 - refinanced)
        found.append(1 - after.sum() / left.sum())
        left = after
    return numpy.array(found)


def history(random, line):
    """Loans that pay at the beginning of each month, and those prepaid in it."""
    exposed, prepaid, left = [], [], LOANS
    for rate in speeds(TRUTH, line):
        exposed.append(left)
        prepaid.append(int(random.binomial(left, rate)))
        left -= prepaid[-1]
    return exposed, prepaid


def main():
    random = numpy.random.default_rng(20_230_331)
    lines = [history(random, line) for line in range(LINES)]

    def by_line(scaled):
        values = []
        for line, (exposed, prepaid) in enumerate(lines):
            rate = speeds(scaled * TRUTH, line)
            exposed, prepaid = numpy.array(exposed), numpy.array(prepaid)
            values.append((prepaid * numpy.log(rate) + (exposed - prepaid) * numpy.log1p(-rate)).sum())
        return numpy.array(values)

    def loss(scaled):
        return -by_line(scaled).sum()

    best = numpy.ones(len(TRUTH))
    best = minimize(loss, best, method="BFGS", options={"gtol": 1e-4}).x
    options = {"xatol": 1e-10, "fatol": 1e-10, "maxiter": 20_000, "maxfev": 20_000}
    for _ in range(3):
        best = minimize(loss, best, method="Nelder-Mead", options=options).x
    count = len(TRUTH)
    steps = numpy.eye(count) * 2e-3

    def slopes(point):
        """Of each line by each parameter: five points."""
        columns = [
            (8 * (by_line(point + step) - by_line(point - step)) - (by_line(point + 2 * step) - by_line(point - 2 * step)))
            / (12 * 2e-3)
            for step in steps
        ]
        return numpy.array(columns).T

    information = -numpy.array(
        [
            (8 * (slopes(best + step) - slopes(best - step)) - (slopes(best + 2 * step) - slopes(best - 2 * step))).sum(axis=0)
            / (12 * 2e-3)
            for step in steps
        ]
    )
    inverse = numpy.linalg.inv((information + information.T) / 2)
    scores = slopes(best)
    sandwich = inverse @ (scores.T @ scores * LINES / (LINES - 1)) @ inverse
    golden = {
        "exposed": [exposed for exposed, _ in lines],
        "prepaid": [prepaid for _, prepaid in lines],
        "parameters": (best * TRUTH).tolist(),
        "standard_errors": (numpy.sqrt(numpy.diag(inverse)) * TRUTH).tolist(),
        "clustered_errors": (numpy.sqrt(numpy.diag(sandwich)) * TRUTH).tolist(),
        "log_likelihood": -loss(best),
    }
    path = ROOT / "Tests" / "CollateralTests" / "Goldens" / "prepayment-fits.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(golden) + "\n")
    for name in ("parameters", "standard_errors", "clustered_errors", "log_likelihood"):
        print(name, golden[name])


main()
