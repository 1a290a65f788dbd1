#!/usr/bin/env python3
"""A portfolio of swaps under 100 scenarios, beside QuantLib 1.44, one thread each.

usage: pip install QuantLib==1.44; (cd Benchmarks && swift build -c release --product swaps)
       python3 Benchmarks/swaps.py [--swaps 10000] [--peer 60]

Every third swap is fixed against Euribor 6M, Euribor 3M and the overnight rate; 2 to 30 years, each on its own dates. Tenor
starts from the terms each time, in the second batch of a run, which finds the coupons that its swaps have in common with those of
the first; the first batch is timed too. QuantLib's swaps stand ready, with curves of every scenario built before; a scenario links
them and asks the first swaps for their values. Times are processor seconds. Values of both are compared; beyond 1e-10 of notional
the comparison is void. Exits with 1 below 200 times.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time

import QuantLib as ql

FOLDER = pathlib.Path(__file__).resolve().parent
TODAY = ql.Date(31, 3, 2023)
ACT365 = ql.Actual365Fixed()
POINTS = [("3M", 2.75), ("1Y", 2.80), ("2Y", 2.62), ("5Y", 2.35), ("10Y", 2.41), ("40Y", 2.36)]
ABOVE = {"EUR": 0.0, "ESTR": 0.05, "3M": 0.21, "6M": 0.33}


def curve(above, shift):
    rates = [POINTS[0][1], *(rate for _, rate in POINTS)]
    dates = [TODAY, *(TODAY + ql.Period(tenor) for tenor, _ in POINTS)]
    built = ql.ZeroCurve(dates, [(r + above) / 100 + shift for r in rates], ACT365, ql.NullCalendar(), ql.Linear(), ql.Continuous)
    built.enableExtrapolation()
    return built


def portfolio(handles, count):
    euribor = {m: ql.IborIndex(m, ql.Period(m), 2, ql.EURCurrency(), ql.TARGET(), ql.ModifiedFollowing, True, ql.Actual360(), handles[m])
               for m in ("3M", "6M")}
    estr = ql.OvernightIndex("ESTR", 0, ql.EURCurrency(), ql.TARGET(), ql.Actual360(), handles["ESTR"])
    for index in (*euribor.values(), estr):
        days = [TODAY - d for d in range(800, 0, -1) if ql.TARGET().isBusinessDay(TODAY - d)]
        index.addFixings(days, [0.0275 + 1e-5 * ((TODAY - d) % 41) for d in days])
    engine = ql.DiscountingSwapEngine(handles["EUR"])
    swaps = []
    for number in range(count):
        start = TODAY - number * 37 % 700
        end = start + ql.Period(2 + number % 29, ql.Years)

        def dates(months):
            return ql.Schedule(start, end, ql.Period(months, ql.Months), ql.TARGET(), ql.ModifiedFollowing, ql.ModifiedFollowing,
                               ql.DateGeneration.Backward, False)

        fixed = ql.FixedRateLeg(dates(12), ql.Thirty360(ql.Thirty360.European), [1e6], [0.02 + 0.001 * (number % 17)],
                                ql.ModifiedFollowing)
        if number % 3 == 2:
            floating = ql.OvernightLeg([1e6], dates(12), estr, ql.Actual360(), ql.ModifiedFollowing)
        else:
            floating = ql.IborLeg([1e6], dates([6, 3][number % 3]), euribor[["6M", "3M"][number % 3]], ql.Actual360(),
                                  ql.ModifiedFollowing, [2])
        swap = ql.Swap(ql.Leg(fixed), ql.Leg(floating))
        swap.setPricingEngine(engine)
        swaps.append(swap)
    return swaps


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--swaps", type=int, default=10000)
    parser.add_argument("--peer", type=int, default=60, help="swaps of QuantLib, at most 60")
    options = parser.parse_args()
    ours = json.loads(subprocess.run([FOLDER / ".build/release/swaps", str(options.swaps)], check=True, capture_output=True).stdout)
    ql.Settings.instance().evaluationDate = TODAY
    ql.IborCoupon.createIndexedCoupons()
    handles = {name: ql.RelinkableYieldTermStructureHandle() for name in ABOVE}
    shifts = [0.0] + [(number - 50) / 1e4 for number in range(1, 100)]
    curves = [{name: curve(above, shift) for name, above in ABOVE.items()} for shift in shifts]
    for name in ABOVE:
        handles[name].linkTo(curves[0][name])
    swaps = portfolio(handles, options.peer)
    for swap in swaps:
        swap.NPV()
    largest, seconds = 0.0, 0.0
    for scenario, built in enumerate(curves):
        start = time.process_time()
        for name in ABOVE:
            handles[name].linkTo(built[name])
        values = [swap.NPV() for swap in swaps]
        seconds += time.process_time() - start
        largest = max(largest, *(abs(v - ours["values"][n][scenario]) for n, v in enumerate(values)))
    scenarios = len(curves)
    each = seconds / options.peer / scenarios
    own = ours["values_s"] / options.swaps / scenarios
    risk = ours["risks_s"] / options.swaps / scenarios
    first = ours["values_first_s"] / options.swaps / scenarios
    print(f"{options.swaps} swaps, {scenarios} scenarios, one thread")
    print(f"Tenor     values {ours['values_s']:.4f} s, {own * 1e6:.3f} µs a swap and scenario; with DV01 and 5 key rates of each {risk * 1e6:.3f} µs")
    print(f"          values of the first batch {first * 1e6:.3f} µs: {each / first:.0f} times")
    print(f"QuantLib  values {each * 1e6:.1f} µs a swap and scenario: {each / own:.0f} times; largest difference {largest / 1e6:.1e} of notional")
    if largest > 1e-4:
        sys.exit("the values differ: the comparison is void")
    sys.exit(each / own < 200)


if __name__ == "__main__":
    main()
