#!/usr/bin/env python3
"""4,096 options on forwards by Black's and Bachelier's formulas, beside numpy with scipy, and QuantLib, one thread each.

usage: pip install QuantLib==1.44 numpy scipy; (cd Benchmarks && swift build -c release --product options)
       python3 Benchmarks/options.py

numpy works on whole arrays, with scipy's probabilities; QuantLib is asked through its Python wheel, one option at a time, which
costs more than the formula. Best of many calls; the sums of values must agree to 1e-13.
"""
import json
import pathlib
import subprocess
import time

import numpy as np
import QuantLib as ql
from scipy.special import ndtr

FOLDER = pathlib.Path(__file__).resolve().parent
COUNT = 4096


def best(repeat, work):
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1e9 / COUNT


def black(f, k, s):
    d = np.log(f / k) / s
    return f * ndtr(d + 0.5 * s) - k * ndtr(d - 0.5 * s)


def bachelier(f, k, s):
    d = (f - k) / s
    return (f - k) * ndtr(d) + s * 0.3989422804014327 * np.exp(-0.5 * d * d)


if __name__ == "__main__":
    index = np.arange(COUNT)
    f, k = 0.02 + 0.03 * (index % 64) / 64, 0.01 + 0.05 * (index // 64) / 64
    s = 0.1 + 0.5 * ((index * 37) % 101) / 101
    tenor = json.loads(subprocess.run([str(FOLDER / ".build/release/options")], check=True, capture_output=True).stdout)
    for name, formula, quantlib, scale in [("lognormal", black, ql.blackFormula, 1.0),
                                           ("normal", bachelier, ql.bachelierBlackFormula, 0.03)]:
        peer = best(300, lambda: formula(f, k, scale * s))
        rows = list(zip(k.tolist(), f.tolist(), (scale * s).tolist()))
        wheel = best(20, lambda: [quantlib(ql.Option.Call, a, b, c) for a, b, c in rows])
        total = float(np.sum(formula(f, k, scale * s)))
        assert abs(tenor[f"{name}_sum"] / total - 1) < 1e-13, (tenor[f"{name}_sum"], total)
        batch, single = tenor[f"{name}_batch_ns"], tenor[f"{name}_single_ns"]
        print(f"{name}: batch {batch:.1f} ns, one by one {single:.1f} ({single / batch:.1f} times), numpy and scipy "
              f"{peer:.1f} ({peer / batch:.1f} times), QuantLib's wheel {wheel:.0f}; implied volatility "
              f"{tenor[f'{name}_implied_ns']:.0f} ns, largest error {tenor[f'{name}_implied_error']:.0e}")
