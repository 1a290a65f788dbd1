#!/usr/bin/env python3
"""Hull-White paths, 360 monthly steps of the short rate and its integral, beside numpy and QuantLib.

usage: pip install QuantLib==1.44 numpy; (cd Benchmarks && swift build -c release --product shortrates)
       python3 Benchmarks/shortrates.py [PROGRAM]

Nanoseconds of processor time for each path and step, the least of several runs. Tenor and numpy make the same numbers: both states from
their joint normal distribution, numpy with its Philox generator and ziggurat for 1,000 paths at once, which fits its caches best. QuantLib's
generator makes the short rate alone, without its integral, 2,000 paths one at a time. Means of discount factors at 30 years must be right
within five standard errors.
"""
import json
import math
import pathlib
import subprocess
import sys
import time

import numpy as np
import QuantLib as ql

PROGRAM = pathlib.Path(__file__).resolve().parent / ".build/release/shortrates"
A, SIGMA, STEP, STEPS = 0.05, 0.01, 1 / 12, 360


def b(years):
    return -math.expm1(-A * years) / A


def integral_variance(years):
    return SIGMA**2 / A**2 * (years - 2 * b(years) + -math.expm1(-2 * A * years) / (2 * A))


def numpy_paths(paths, generator):
    """Sum of e^(-excess) at the end."""
    persistence, deviation = math.exp(-A * STEP), SIGMA * math.sqrt(-math.expm1(-2 * A * STEP) / (2 * A))
    with_x = SIGMA**2 * b(STEP)**2 / 2 / deviation
    alone = math.sqrt(integral_variance(STEP) - with_x**2)
    x, excess = np.zeros((STEPS + 1, paths)), np.zeros((STEPS + 1, paths))
    first, second = generator.standard_normal((STEPS, paths)), generator.standard_normal((STEPS, paths))
    for step in range(STEPS):
        shift = (integral_variance((step + 1) * STEP) - integral_variance(step * STEP)) / 2
        excess[step + 1] = excess[step] + shift + b(STEP) * x[step] + with_x * first[step] + alone * second[step]
        x[step + 1] = persistence * x[step] + deviation * first[step]
    return np.exp(-excess[STEPS]).sum()


def processor_seconds(count, work):
    least, value = math.inf, None
    for _ in range(count):
        start = time.process_time()
        value = work()
        least = min(least, time.process_time() - start)
    return least, value


def main():
    program = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else PROGRAM
    ours = json.loads(subprocess.run([program], check=True, capture_output=True).stdout)
    deviation = math.sqrt(math.expm1(integral_variance(STEPS * STEP)))
    steps = ours["paths"] * STEPS
    generator = np.random.Generator(np.random.Philox(7))
    blocks = 20
    seconds, total = processor_seconds(5, lambda: sum(numpy_paths(1000, generator) for _ in range(blocks)))
    peer = seconds / (blocks * 1000 * STEPS) * 1e9
    assert abs(total / (blocks * 1000) - 1) < 5 * deviation / math.sqrt(blocks * 1000)
    today = ql.Date(15, 5, 2023)
    ql.Settings.instance().evaluationDate = today
    curve = ql.YieldTermStructureHandle(ql.FlatForward(today, 0.04, ql.Actual365Fixed()))
    process = ql.HullWhiteProcess(curve, A, SIGMA)
    sequence = ql.GaussianRandomSequenceGenerator(
        ql.UniformRandomSequenceGenerator(STEPS, ql.UniformRandomGenerator(42)))
    paths = ql.GaussianPathGenerator(process, STEPS * STEP, STEPS, sequence, False)

    def quantlib():
        for _ in range(2000):
            paths.next()

    seconds, _ = processor_seconds(3, quantlib)
    theirs = seconds / (2000 * STEPS) * 1e9
    print(f"{'':44} ns a path and step  of numpy  ms by the clock, two threads")
    for name, text in [("account", "short rate and integral, two numbers a step"), ("account_antithetic", "  mirror images"),
                       ("account_sobol", "  Sobol points, Brownian bridge"), ("rolled", "rolled bond, one number a step")]:
        mean = ours[name + "_mean"]
        assert abs(mean - 1) < 5 * deviation / math.sqrt(ours["paths"]), (name, mean)
        own = ours[name + "_2_processor"] / steps * 1e9
        print(f"{text:44} {own:18.2f}  {own / peer:8.3f}  {ours[name + '_2'] * 1e3:8.0f}")
    print(f"{'numpy, two numbers a step':44} {peer:18.2f}  {1:8.3f}")
    print(f"{'QuantLib 1.44, short rate alone':44} {theirs:18.2f}  {theirs / peer:8.3f}")


if __name__ == "__main__":
    main()
