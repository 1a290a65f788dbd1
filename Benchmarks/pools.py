#!/usr/bin/env python3
"""10,000 loans of 360 months, beside numpy on all loans at once, one thread each.

usage: (cd Benchmarks && swift build -c release --product pools); python3 Benchmarks/pools.py

Level pay, 150% PSA and 2% CDR, a year to liquidation with advances, 35% severity; then prepayment by an S-curve of active and passive
borrowers and defaults by value and score; then the same with roll rates of 30, 60 and 90 days. numpy keeps a month of all loans in arrays and a column of defaults for each month of the
lag. Processor time, best of several; the totals have to agree.
"""
import json
import os
import pathlib
import subprocess
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
COUNT, MONTHS, LAG = 10_000, 360, 12
# From current, 30, 60 and 90 days late to those and default.
ROLLS = np.array([[0.98, 0.02, 0, 0, 0], [0.4, 0.35, 0.25, 0, 0], [0.15, 0.1, 0.3, 0.45, 0], [0.05, 0, 0.05, 0.7, 0.2]])
SEASONS = np.array([0.75, 0.72, 0.92, 1, 1.12, 1.22, 1.18, 1.16, 1.04, 1.02, 0.96, 0.91])


def draws():
    state = 20_260_131
    while True:
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        yield (state >> 11) / 2**53


def loans():
    source = draws()
    rows = [(50_000 + 500_000 * next(source), 0.03 + 0.05 * next(source), int(60 * next(source)),
             600 + int(220 * next(source)), 0.4 + 0.6 * next(source)) for _ in range(COUNT)]
    balance, rate, age, score, value = (np.array(column) for column in zip(*rows))
    return balance, rate, age, score, value


def effect(value, reference, slope, least, most):
    return np.clip(np.exp(slope * (value - reference)), least, most)


def project(pool, modelled, rolling=False):
    balance, rate, age, score, value = pool
    c = rate / 12
    payment = c / (1 - (1 + c) ** -MONTHS)
    performing, waiting = balance.copy(), np.zeros(COUNT)
    owed = np.ones(COUNT)
    kept = np.ones(COUNT)
    cohorts = []
    totals = dict.fromkeys(("prepaid", "scheduled", "defaults", "loss", "interest"), 0.0)
    active = np.full(COUNT, 0.75)
    score_refinance, score_default = effect(score, 740, 0.004, 0.4, 1.4), effect(score, 740, -0.012, 0.1, 10)
    base_default = 1 - 0.98 ** (1 / 12)
    late = np.zeros((4, COUNT))
    late[0] = 1
    moving_base, part = 1 - 0.93 ** (1 / 12), 1 - 0.99 ** (1 / 12)
    for month in range(MONTHS):
        last = month == MONTHS - 1
        after = np.zeros(COUNT) if last else np.maximum(0, owed * (1 + c) - payment)
        ratio = after / owed
        loan_month = age + month + 1
        if modelled:
            rates = 0.06 + 0.015 * np.sin(max(0, month - 2) / 20)
            now = value * owed / (1 + 0.002 * month)
            incentive = rate - rates
            refinanced = (0.0005 + 0.0595 / (1 + np.exp(-400 * (incentive - 0.009)))) * np.minimum(1, loan_month / 12)
            refinanced = refinanced * score_refinance * effect(now, 0.75, -2, 0.2, 1.2)
            moving = (moving_base * np.minimum(1, loan_month / 30) * SEASONS[month % 12]
                      * np.maximum(0.4, 1 + 20 * np.minimum(0, incentive)))
            staying = (1 - moving) * (1 - part)
            first = 1 - staying * (1 - np.minimum(1, refinanced))
            second = 1 - staying * (1 - np.minimum(1, 0.2 * refinanced))
            left = active * (1 - first) + (1 - active) * (1 - second)
            smm, active = 1 - left, active * (1 - first) / left
            risk = score_default * effect(now, 0.75, 4, 0.1, 20)
            if rolling:
                behind = np.minimum(1, 0.02 * risk)
                rolled = np.einsum("ij,ik->jk", ROLLS[1:, :4], late[1:])
                rolled[0] += late[0] * (1 - behind)
                rolled[1] += late[0] * behind
                not_default = rolled.sum(0)
                late, mdr = rolled / not_default, 1 - not_default
            else:
                mdr = np.minimum(1, base_default * risk)
        else:
            smm = 1 - (1 - 0.003 * np.minimum(loan_month, 30)) ** (1 / 12)
            mdr = base_default
        if month >= MONTHS - LAG:
            mdr = 0.0
        new = performing * mdr
        surviving = performing - new
        amortised = surviving * (1 - ratio)
        prepaid = np.minimum(performing * ratio * smm, surviving * ratio)
        cohorts.append((new, kept))
        liquidated, loss = 0.0, 0.0
        if month >= LAG:
            at, then = cohorts[month - LAG]
            liquidated = at * kept / then
            loss = np.minimum(0.35 * at, liquidated)
        interest = (surviving + new + waiting) * c
        advanced = 0.0 if last else (new + waiting - liquidated) * (1 - ratio)
        if not last:
            kept = kept * ratio
        waiting = np.maximum(0, new + waiting - liquidated - advanced)
        performing = surviving * ratio - prepaid
        owed = after
        totals["prepaid"] += prepaid.sum()
        totals["scheduled"] += amortised.sum() + np.sum(advanced)
        totals["defaults"] += new.sum()
        totals["loss"] += np.sum(loss)
        totals["interest"] += interest.sum()
    return totals


def best(work, count=5):
    times = []
    for _ in range(count):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1e3


def main():
    ours = json.loads(subprocess.run([FOLDER / ".build/release/pools"], check=True, capture_output=True).stdout)
    pool = loans()
    for name, work in (("speeds", lambda: project(pool, False)), ("models", lambda: project(pool, True)),
                       ("rolling", lambda: project(pool, True, True))):
        totals = work()
        for column, amount in totals.items():
            assert abs(ours[f"{name}_{column}"] / amount - 1) < 1e-10, (name, column, ours[f"{name}_{column}"], amount)
        spent = best(work)
        cost = ours[f"{name}_ms"]
        print(f"{name}: Tenor {cost:.1f} ms, {cost * 1e6 / COUNT / MONTHS:.1f} ns a loan and month; "
              f"numpy {spent:.0f} ms, {spent / cost:.1f} times")
    print(f"{ours['lines']:.0f} lines made in {ours['grouping_ms']:.1f} ms, projected in {ours['lines_ms']:.2f} ms; "
          f"balances within {ours['lines_balance_error']:.2e} of the opening one")


if __name__ == "__main__":
    main()
