#!/usr/bin/env python3
"""Writes Tests/IngestionTests/Goldens/speeds.json: absolute speeds by age fitted to Samples/collateral-histories/auto-vintages by scipy.

usage: pip install numpy==2.4.6 scipy==1.17.1; python3 Tools/goldens/speeds.py

The likelihood is written anew here, with nothing shared but the files: of the loans of a month SMM = ABS / (1 - ABS (age - 1)) are prepaid,
binomial. A band of age has a speed of its own, so each is found alone, by Brent's method; second derivatives are in closed form.
"""
import csv
import json
import pathlib

import numpy
from scipy.optimize import brentq

ROOT = pathlib.Path(__file__).resolve().parents[2]
BANDS = [1, 2, 3, 4, 9]


def lines():
    """Vintage, age, exposed, prepaid, sample."""
    path = ROOT / "Samples" / "collateral-histories" / "auto-vintages" / "lines.csv"
    ages = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            ages[row["loan_id"]] = ages.get(row["loan_id"], 0) + 1
            yield row["loan_id"], ages[row["loan_id"]], float(row["exposed"]), float(row["prepaid"]), row["sample"]


def terms(speed, age, exposed, prepaid):
    """First and second derivatives of prepaid ln(smm) + (exposed - prepaid) ln(1 - smm) by the speed."""
    staying = exposed - prepaid
    first = prepaid / speed - staying * age / (1 - speed * age) + exposed * (age - 1) / (1 - speed * (age - 1))
    second = (
        -prepaid / speed**2
        - staying * age**2 / (1 - speed * age) ** 2
        + exposed * (age - 1) ** 2 / (1 - speed * (age - 1)) ** 2
    )
    return first, second


def smm(speed, age):
    return speed / (1 - speed * (age - 1))


def loss(rate, exposed, prepaid):
    return -(prepaid * numpy.log(rate) + (exposed - prepaid) * numpy.log1p(-rate)).sum()


def main():
    table = list(lines())
    vintages = sorted({row[0] for row in table if row[4] == "fit"})
    speeds, standard, clustered = [], [], []
    ends = BANDS[1:] + [1_000]
    for first, end in zip(BANDS, ends):
        rows = [row for row in table if row[4] == "fit" and first <= row[1] < end]
        name, age, exposed, prepaid = (numpy.array(column) for column in list(zip(*rows))[:4])
        speed = brentq(lambda value: terms(value, age, exposed, prepaid)[0].sum(), 1e-4, 0.07, xtol=1e-15, rtol=1e-14)
        slope, curvature = terms(speed, age, exposed, prepaid)
        variance = -1 / curvature.sum()
        scores = numpy.array([slope[name == vintage].sum() for vintage in vintages])
        meat = (scores**2).sum() * len(vintages) / (len(vintages) - 1)
        speeds.append(speed)
        standard.append(variance**0.5)
        clustered.append((variance * meat * variance) ** 0.5)

    def expected(rows):
        return numpy.array([smm(speeds[sum(first <= row[1] for first in BANDS) - 1], row[1]) for row in rows])

    fitted = [row for row in table if row[4] == "fit"]
    tested = [row for row in table if row[4] == "test"]
    exposed, prepaid = (numpy.array([row[column] for row in tested]) for column in (2, 3))
    rate = expected(tested)
    constant = sum(row[3] for row in fitted) / sum(row[2] for row in fitted)
    golden = {
        "speeds": speeds,
        "standard_errors": standard,
        "clustered_errors": clustered,
        "log_likelihood": -loss(
            expected(fitted), *(numpy.array([row[column] for row in fitted]) for column in (2, 3))
        ),
        "tested": {
            "exposure": exposed.sum(),
            "expected": (rate * exposed).sum(),
            "observed": prepaid.sum(),
            "log_loss": loss(rate, exposed, prepaid) / exposed.sum(),
            "baseline_log_loss": loss(numpy.full(len(rate), constant), exposed, prepaid) / exposed.sum(),
        },
    }
    path = ROOT / "Tests" / "IngestionTests" / "Goldens" / "speeds.json"
    path.write_text(json.dumps(golden, indent=1) + "\n")
    print(path.read_text())


main()
