#!/usr/bin/env python3
"""Writes Tests/IngestionTests/Goldens/hazards.json: a hazard of default fitted to Samples/collateral-histories by scipy.

usage: pip install numpy==2.4.6 scipy==1.17.1; python3 Tools/goldens/hazards.py

Standard errors are those of second derivatives, taken as differences of the slope, and of scores added up by loan.
The likelihood is written anew here, with nothing shared but the files: rates e^(x·β) by month, events binomial, the greatest likelihood
by BFGS on standardised covariates, and what the fit is worth on the histories that it has not seen.
"""
import csv
import json
import pathlib

import numpy
from scipy.optimize import minimize
from scipy.stats import rankdata

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "Samples" / "collateral-histories" / "sba-california"
BANDS = [1, 13, 25, 37, 61]


def rows(name):
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


def number(month):
    return 12 * int(month[:4]) + int(month[5:7])


def observations():
    """Band, loan to value, unemployment, event, sample and number of the loan of each month of each loan."""
    loans = {row["loan_id"]: row for row in rows("loans.csv")}
    series = {}
    for row in rows("economy.csv"):
        series.setdefault(row["series"], {})[number(row["month"])] = float(row["value"])
    prices, unemployment = series["house_prices.CA"], series["unemployment_percent"]
    found, seen = [], []
    for history in rows("histories.csv"):
        loan = loans[history["loan_id"]]
        start, months = number(history["first_month"]), int(history["months"])
        for age in range(months):
            ratio = float(loan["ltv_percent"]) / 100 * prices[start] / prices[start + age]
            band = sum(first <= age + 1 for first in BANDS) - 1
            event = history["ending"] == "defaulted" and age == months - 1
            found.append((band, ratio, unemployment[start + age] / 100, event, history["sample"] == "fit", len(seen)))
        seen.append(history)
    return numpy.array(found, dtype=float)


def main():
    data = observations()
    fitted = data[:, 4] == 1
    mean, deviation = data[fitted, 1:3].mean(axis=0), data[fitted, 1:3].std(axis=0)
    covariates = numpy.hstack([numpy.eye(len(BANDS))[data[:, 0].astype(int)], (data[:, 1:3] - mean) / deviation])
    events = data[:, 3]

    def loss(beta, x, y):
        logarithm = numpy.minimum(x @ beta, -1e-12)
        return -(y * logarithm + (1 - y) * numpy.log1p(-numpy.exp(logarithm))).sum()

    def slope(beta, x, y):
        rate = numpy.exp(numpy.minimum(x @ beta, -1e-12))
        return -(x.T @ (y - (1 - y) * rate / (1 - rate)))

    x, y = covariates[fitted], events[fitted]
    beta = numpy.append(numpy.full(len(BANDS), numpy.log(y.mean())), [0, 0])
    for _ in range(5):
        beta = minimize(loss, beta, (x, y), method="BFGS", jac=slope, options={"gtol": 1e-9}).x
    steps = numpy.eye(len(beta)) * 1e-6
    information = numpy.array([(slope(beta + step, x, y) - slope(beta - step, x, y)) / 2e-6 for step in steps])
    inverse = numpy.linalg.inv((information + information.T) / 2)
    rate = numpy.exp(x @ beta)
    scores = x * (y - (1 - y) * rate / (1 - rate))[:, None]
    loans = numpy.unique(data[fitted, 5], return_inverse=True)[1]
    by_loan = numpy.zeros((loans.max() + 1, len(beta)))
    numpy.add.at(by_loan, loans, scores)
    clusters = len(by_loan)
    sandwich = inverse @ (by_loan.T @ by_loan * clusters / (clusters - 1)) @ inverse
    # Of rates and of slopes in the units of the files.
    scale = numpy.append(numpy.exp(beta[: len(BANDS)]), 1 / deviation)
    rate = numpy.exp(covariates[~fitted] @ beta)
    seen = events[~fitted]
    ranks = rankdata(rate)
    positives, negatives = seen.sum(), (1 - seen).sum()
    tested = {
        "exposure": len(seen),
        "expected": rate.sum(),
        "observed": positives,
        "log_loss": loss(beta, covariates[~fitted], seen) / len(seen),
        "baseline_log_loss": -(seen * numpy.log(y.mean()) + (1 - seen) * numpy.log1p(-y.mean())).mean(),
        "area_under_curve": (ranks[seen == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives),
    }
    golden = {
        "base_rates": numpy.exp(beta[: len(BANDS)]).tolist(),
        "loan_to_value_slope": beta[-2] / deviation[0],
        "unemployment_slope": beta[-1] / deviation[1],
        "log_likelihood": -loss(beta, x, y),
        "standard_errors": (numpy.sqrt(numpy.diag(inverse)) * scale).tolist(),
        "clustered_errors": (numpy.sqrt(numpy.diag(sandwich)) * scale).tolist(),
        "tested": {name: float(value) for name, value in tested.items()},
    }
    path = ROOT / "Tests" / "IngestionTests" / "Goldens" / "hazards.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(golden, indent=1) + "\n")
    print(path.read_text())


main()
