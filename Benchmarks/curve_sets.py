#!/usr/bin/env python3
"""Five curves from market instruments beside QuantLib's bootstraps of the same, one thread each.

usage: pip install QuantLib==1.44; (cd Benchmarks && swift build -c release --product curvesets)
       python3 Benchmarks/curve_sets.py

USD SOFR, EUR ESTR, Euribor 6M and 3M, and euros under dollar collateral: 87 quotes, log-linear discount factors. Tenor makes
schedules, solves and keeps the Jacobian. QuantLib makes its helpers and bootstraps; it has no Jacobian, which would take a
bootstrap a quote. Best of many runs.
"""
import json
import pathlib
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "Tools/goldens"))
import curve_sets as goldens  # noqa: E402



def build():
    """The document's curves, and QuantLib's by id, bootstrapped when they are first asked."""
    levels = {currency: goldens.LEVELS[currency] for currency in ("USD", "EUR")}
    return goldens.market("benchmark", "log_linear_discount", levels, goldens.PAIRS_QUOTED[:1])


def best(count, work):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1e3


def main():
    goldens.ACCURACY = 1e-12
    made = build()
    days = goldens.SAMPLE_DAYS[:-2]
    document = {"valuation_date": "2023-03-31", "curves": [curve["curve"] for curve in made["curves"]],
                "index_curves": made["index_curves"], "fx_rates": made["fx_rates"],
                "days": days}
    ours = json.loads(subprocess.run([FOLDER / ".build/release/curvesets"], input=json.dumps(document).encode(), check=True,
                                     capture_output=True).stdout)
    peer = best(10, build)
    difference = max(abs(a - b) for curve, factors in zip(made["curves"], ours["discount_factors"])
                     for a, b in zip(curve["discount_factors"], factors))
    if difference > 1e-9:
        sys.exit(f"discount factors differ by {difference:.1e}: nothing to compare")
    print(f"largest difference of a discount factor  {difference:.1e}")
    print(f"{ours['quotes']} quotes in {len(made['curves'])} curves")
    print(f"Tenor: schedules, solution and Jacobian  {ours['build_milliseconds']:.2f} ms")
    print(f"Tenor: solved again for a scenario       {ours['scenario_milliseconds']:.2f} ms")
    print(f"QuantLib: helpers and bootstrap          {peer:.1f} ms ({peer / ours['build_milliseconds']:.0f} times)")


if __name__ == "__main__":
    main()
