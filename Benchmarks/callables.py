#!/usr/bin/env python3
"""One callable bond on a lattice of 240 steps, beside QuantLib's tree of 240 and of 100 steps, one thread each.

usage: pip install QuantLib==1.44; (cd Benchmarks && swift build -c release --product callables)
       python3 Benchmarks/callables.py

10 years, 5% semiannual, callable at par on 14 coupon dates; Hull-White, mean reversion 3%, volatility 1%. Tenor starts from the
terms each time: schedule, discount factors, lattice, value. QuantLib's bond and tree engine stand ready, and are
asked to calculate anew. Best of many calls.
"""
import json
import pathlib
import subprocess
import time

import QuantLib as ql

FOLDER = pathlib.Path(__file__).resolve().parent


def best(count, work):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1e3


def bond():
    today = ql.Date(15, 5, 2023)
    ql.Settings.instance().evaluationDate = today
    curve = ql.YieldTermStructureHandle(ql.FlatForward(today, 0.045, ql.Actual365Fixed(), ql.Continuous))
    calendar = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
    schedule = ql.Schedule(today, ql.Date(15, 5, 2033), ql.Period(6, ql.Months), calendar, ql.Unadjusted,
                           ql.Unadjusted, ql.DateGeneration.Backward, False)
    calls = ql.CallabilitySchedule()
    for date in list(schedule)[6:-1]:
        calls.append(ql.Callability(ql.BondPrice(100.0, ql.BondPrice.Clean), ql.Callability.Call, date))
    made = ql.CallableFixedRateBond(0, 100.0, schedule, [0.05], ql.Thirty360(ql.Thirty360.USA), ql.Following, 100.0,
                                    today, calls)
    return made, curve


def main():
    ours = json.loads(subprocess.run([FOLDER / ".build/release/callables"], check=True, capture_output=True).stdout)
    made, curve = bond()
    print(f"Tenor, 240 steps     value {ours['value']:.6f}  {ours['value_ms']:.3f} ms   "
          f"OAS {ours['oas']:.3f} bp  {ours['oas_ms']:.3f} ms")
    print(f"   100 scenarios, value, DV01 and five key rates of each: {ours['scenarios_ms']:.2f} ms")
    for steps in (240, 100):
        made.setPricingEngine(ql.TreeCallableFixedRateBondEngine(ql.HullWhite(curve, 0.03, 0.01), steps, curve))

        def value():
            made.recalculate()
            return made.NPV()

        def spread():
            return made.OAS(98.0, curve, ql.Actual365Fixed(), ql.Continuous, ql.Annual) * 1e4

        print(f"QuantLib, {steps} steps  value {value():.6f}  {best(20, value):.2f} ms ({best(20, value) / ours['value_ms']:.0f} times)   "
              f"OAS {spread():.3f} bp  {best(3, spread):.1f} ms ({best(3, spread) / ours['oas_ms']:.0f} times)")


if __name__ == "__main__":
    main()
