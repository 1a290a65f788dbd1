#!/usr/bin/env python3
"""Revalues a sample of the benchmark's flows with numpy and scipy, and with QuantLib, on one thread each.

usage: revaluation.py FOLDER, as the benchmark calls it; answers with one JSON object on standard output.

numpy: exp of the interpolated zero rates gives a table [day x scenario] of the days that occur, and a CSR matrix of the
flows is multiplied with it; both are timed, building the CSR matrix is not. QuantLib: CashFlows.npv,
which is what its bond engine runs, once for each contract and scenario, of the first contracts only; building legs and
curves is not timed.
"""
import json
import os
import pathlib
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import QuantLib as ql
from scipy.sparse import csr_matrix

QUANTLIB_CONTRACTS = 300


def relative(found, expected):
    return float(np.max(np.abs(found / expected - 1)))


def numpy_peer(sample, offsets, days, weights, values):
    used, rows = np.unique(days, return_inverse=True)
    flows = csr_matrix((weights, rows.astype(np.int32), offsets), shape=(len(offsets) - 1, len(used)))
    shifts = np.array(sample["basisPoints"]) / 1e4
    best = np.inf
    for _ in range(3):
        start = time.thread_time()
        years = used / 365.0
        rates = np.interp(years, np.array(sample["nodeDays"]) / 365.0, sample["nodeRates"])
        table = np.exp(-(rates[:, None] + shifts[None, :]) * years[:, None])
        found = flows @ table
        best = min(best, time.thread_time() - start)
    return best / (len(days) * len(shifts)) * 1e9, relative(found, values)


def quantlib_peer(sample, offsets, days, weights, values):
    today = ql.Date(31, 3, 2023)
    ql.Settings.instance().evaluationDate = today
    dates = [today] + [today + int(node) for node in sample["nodeDays"]]
    curves = []
    for shift in sample["basisPoints"]:
        rates = [rate + shift / 1e4 for rate in [sample["nodeRates"][0]] + sample["nodeRates"]]
        curves.append(ql.ZeroCurve(dates, rates, ql.Actual365Fixed(), ql.NullCalendar(), ql.Linear(), ql.Continuous))
    handle = ql.RelinkableYieldTermStructureHandle(curves[0])
    count = min(QUANTLIB_CONTRACTS, len(offsets) - 1)
    legs = []
    for contract in range(count):
        flows = range(offsets[contract], offsets[contract + 1])
        legs.append(ql.Leg([ql.SimpleCashFlow(float(weights[i]), today + int(days[i])) for i in flows]))
    found = np.empty((count, len(curves)))
    best = np.inf
    for _ in range(3):
        start = time.thread_time()
        for column, curve in enumerate(curves):
            handle.linkTo(curve)
            for row, leg in enumerate(legs):
                found[row, column] = ql.CashFlows.npv(leg, handle, False, today, today)
        best = min(best, time.thread_time() - start)
    return best / (offsets[count] * len(curves)) * 1e9, relative(found, values[:count])


def main():
    folder = pathlib.Path(sys.argv[1])
    sample = json.loads((folder / "sample.json").read_text())
    offsets = np.fromfile(folder / "offsets.i64", dtype=np.int64)
    days = np.fromfile(folder / "days.i32", dtype=np.int32)
    weights = np.fromfile(folder / "weights.f64")
    # Column 0 is the base market; the scenarios follow.
    values = np.fromfile(folder / "values.f64").reshape(-1, sample["stride"])[:, 1:1 + len(sample["basisPoints"])]
    numpy_seconds, numpy_worst = numpy_peer(sample, offsets, days, weights, values)
    quantlib_seconds, quantlib_worst = quantlib_peer(sample, offsets, days, weights, values)
    print(json.dumps({
        "numpyNanoseconds": numpy_seconds, "quantlibNanoseconds": quantlib_seconds, "quantlibVersion": ql.__version__,
        "numpyWorst": numpy_worst, "quantlibWorst": quantlib_worst,
    }))


main()
