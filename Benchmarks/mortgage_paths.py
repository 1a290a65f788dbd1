#!/usr/bin/env python3
"""A month of a simulated path under two models of prepayment, beside numpy on all paths at once, one thread each.

usage: (cd Benchmarks && swift build -c release --product mortgagepaths); python3 Benchmarks/mortgage_paths.py

One pool of 360 months on 1,024 Hull-White paths: turnover with lock-in and seasons, refinancing of active and passive borrowers; and
the four factors of Richard and Roll. Both take the same mortgage rates and discount factors, and have to find the same value. Processor
time, best of several.
"""
import json
import os
import pathlib
import subprocess
import tempfile
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
MONTHS, PATHS, POOL, SPREAD = 360, 1_024, 123, 0.005
SEASONS = np.array([0.75, 0.72, 0.92, 1, 1.12, 1.22, 1.18, 1.16, 1.04, 1.02, 0.96, 0.91])
RICHARD_ROLL_SEASONS = [0.94, 0.76, 0.74, 0.95, 0.98, 0.92, 0.98, 1.10, 1.18, 1.22, 1.23, 0.98]


def turnover_value(discounts, rates):
    note, age = 0.035 + 0.0045 * (POOL % 10) + 0.006, POOL // 10 % 60
    c, fee = note / 12, 0.006 / 12
    payment = c / (1 - (1 + c) ** -MONTHS)
    moving_base, part = 1 - 0.93 ** (1 / 12), 1 - 0.99 ** (1 / 12)
    past = {month: 0.05 + 0.012 * np.sin((month + 60) / 6) for month in range(-60, 0)}
    times = (np.arange(MONTHS) + 1) / 12 + 24 / 365
    active, performing, owed, total = 0.75, 100.0, 1.0, 0.0
    for month in range(-min(age, 60), MONTHS):
        seen = month - 2
        rate = past[max(seen, -60)] if seen < 0 else rates[seen]
        incentive = note - rate
        loan_month = age + month + 1
        refinanced = (0.0005 + 0.0595 / (1 + np.exp(-400 * (incentive - 0.009)))) * min(1, loan_month / 12)
        lock_in = np.maximum(0.4, 1 + 20 * np.minimum(0, incentive))
        moving = np.minimum(1, moving_base * min(1, loan_month / 30) * SEASONS[month % 12] * lock_in)
        staying = (1 - moving) * (1 - part)
        first = active * staying * (1 - np.minimum(1, refinanced))
        left = first + (1 - active) * staying * (1 - np.minimum(1, 0.2 * refinanced))
        active = first / left
        if month < 0:
            continue
        after = 0.0 if month == MONTHS - 1 else max(0.0, owed * (1 + c) - payment)
        ratio = after / owed
        cash = performing * (c - fee + 1 - ratio + ratio * (1 - left))
        total += np.mean(discounts[month] * cash) * np.exp(-SPREAD * times[month])
        performing = performing * ratio * left
        owed = after
    return total


def richard_roll_value(discounts, rates):
    note, age = 0.035 + 0.0045 * (POOL % 10) + 0.006, POOL // 10 % 60
    c, fee = note / 12, 0.006 / 12
    payment = c / (1 - (1 + c) ** -MONTHS)
    times = (np.arange(MONTHS) + 1) / 12 + 24 / 365
    # Burnout looks at all that is left of the pool, after scheduled principal too.
    left, owed, total = np.ones(PATHS), 1.0, 0.0
    for month in range(MONTHS):
        # Rates below 0.01% count as that.
        ratio_of_rates = note / np.maximum(rates[month], 1e-4)
        refinancing = 0.2406 - 0.1389 * np.arctan(5.952 * (1.089 - ratio_of_rates))
        seasoning = min(1, (age + month + 1) / 30) * RICHARD_ROLL_SEASONS[month % 12]
        annual = np.minimum(1, np.maximum(0, refinancing * seasoning * (0.3 + 0.7 * left)))
        after = 0.0 if month == MONTHS - 1 else max(0.0, owed * (1 + c) - payment)
        staying = after / owed * np.exp(np.log(1 - annual) / 12)
        cash = 100 * left * (c - fee + 1 - staying)
        total += np.mean(discounts[month] * cash) * np.exp(-SPREAD * times[month])
        left = left * staying
        owed = after
    return total


def best(work, count=5):
    times = []
    for _ in range(count):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = pathlib.Path(folder) / "rows"
        out = subprocess.run([FOLDER / ".build/release/mortgagepaths", rows], check=True, capture_output=True).stdout
        numbers = np.fromfile(rows)
    ours = json.loads(out)
    discounts = numbers[: MONTHS * PATHS].reshape(MONTHS, PATHS)
    rates = np.ascontiguousarray(numbers[MONTHS * PATHS :].reshape(PATHS, MONTHS).T)
    months = 1_000 * PATHS * MONTHS
    for name, peer in (("turnover", turnover_value), ("defaults", None), ("richard_roll", richard_roll_value)):
        cost = ours[name + "_ms"] * 1e6 / months
        beside = ""
        if peer:
            found = peer(discounts, rates)
            assert abs(ours[name + "_value"] / found - 1) < 1e-10, (name, ours[name + "_value"], found)
            spent = best(lambda: peer(discounts, rates)) * 1e9 / MONTHS / PATHS
            beside = f"; numpy {spent:.1f} ns, {spent / cost:.0f} times"
        print(f"{name}: {cost:.2f} ns a path and month, 1,000 pools{beside}")
    print(f"paths {ours['paths_ms']:.1f} ms, rates {ours['rates_ms']:.1f} ms")
    print(f"spreads of 1,000 pools: {ours['oas_ms_1']:.0f} ms on one thread, {ours['oas_ms_2']:.0f} ms on two")
    print(f"a sequential deal: {ours['deal_ms']:.0f} ms, {ours['deal_ms'] * 1e6 / MONTHS / PATHS:.0f} ns a path and period")
    for name, what in (("deal_rate_risk", "with durations, convexity and 11 key rates"),
                       ("deal_risk", "and volatility and prepayment durations")):
        spent = ours[name + "_processor_ms"]
        print(f"  {what}: {spent:.0f} ms of processor time, {spent / ours['deal_ms']:.1f} simulations; "
              f"{ours[name + '_ms']:.0f} ms on two threads")
    cells = ours["grid_cells"]
    print(f"a table of {cells:.0f} speeds: {ours['grid_ms'] * 1e3 / cells:.0f} us each, pools alone {ours['grid_pools_ms'] * 1e3 / cells:.0f} us; "
          f"{ours['grid_yields_ms'] * 1e3 / cells / ours['grid_prices']:.1f} us a yield of {ours['grid_prices']:.0f} prices each")
    for name, error in sorted(ours.items()):
        if name.startswith("error_") and not name.endswith("_told"):
            print(f"{name}: {error:.4f}; by the simulations' own standard errors {ours[name + '_told']:.4f}")


if __name__ == "__main__":
    main()
