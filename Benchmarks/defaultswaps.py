#!/usr/bin/env python3
"""1,000 default swaps on 20 credit curves under 100 scenarios, beside QuantLib's ISDA engine, one thread each.

usage: pip install QuantLib==1.44; (cd Benchmarks && swift build -c release --product defaultswaps)
       python3 Benchmarks/defaultswaps.py

Maturities of nine months to ten years, coupons of 1% and 5%. Tenor starts from terms each time: schedule, days, tables, values. QuantLib's
swaps, engines and curves stand ready, flat-forward as its engine asks; its curves are exchanged for each scenario and it is asked for
the value. Processor time, bests of several passes; the values of the base market are compared.
"""
import json
import pathlib
import subprocess
import time

import QuantLib as ql

FOLDER = pathlib.Path(__file__).resolve().parent
ACT365 = ql.Actual365Fixed()
TODAY = ql.Date(31, 3, 2023)
SCENARIOS = 20  # of the 100: QuantLib's cost is the same for each


def rates(shift):
    dates, rates = [TODAY] + [TODAY + ql.Period(y, ql.Years) for y in (1, 2, 5, 10, 30)], [0.048, 0.042, 0.036, 0.035, 0.037]
    factors = [1.0] + [ql.InterestRate(r + shift, ACT365, ql.Continuous, ql.Annual).discountFactor(ACT365.yearFraction(TODAY, d))
                       for r, d in zip(rates, dates[1:])]
    return ql.DiscountCurve(dates, factors, ACT365)


def hazards(number, shift):
    dates = [TODAY] + [ql.cdsMaturity(TODAY, ql.Period(y, ql.Years), ql.DateGeneration.CDS2015) for y in (1, 3, 5, 7, 10)]
    rates = [0.005 + 0.002 * number + 0.003 * i + shift for i in range(5)]
    return ql.HazardRateCurve(dates, [rates[0]] + rates, ACT365)


def swap(number, discount, hazard):
    maturity = ql.Date(20, 12, 2023) + ql.Period(6 * (number % 19), ql.Months)
    schedule = ql.Schedule(TODAY, maturity, ql.Period(3, ql.Months), ql.WeekendsOnly(), ql.Following, ql.Unadjusted,
                           ql.DateGeneration.CDS2015, False)
    side = ql.Protection.Buyer if number % 2 == 0 else ql.Protection.Seller
    made = ql.CreditDefaultSwap(side, 1e6, 0.05 if number % 3 == 0 else 0.01, schedule, ql.Following, ql.Actual360(), True, True,
                                TODAY, ql.FaceValueClaim(), ql.Actual360(True), False, TODAY)
    made.setPricingEngine(ql.IsdaCdsEngine(hazard, 0.4, discount))
    return made


def main():
    ours = json.loads(subprocess.run([FOLDER / ".build/release/defaultswaps"], check=True, capture_output=True).stdout)
    ql.Settings.instance().evaluationDate = TODAY
    discount = ql.RelinkableYieldTermStructureHandle(rates(0))
    handles = [ql.RelinkableDefaultProbabilityTermStructureHandle(hazards(c, 0)) for c in range(20)]
    swaps = [swap(n, discount, handles[n % 20]) for n in range(1000)]
    total = sum(s.NPV() for s in swaps)
    print(f"value of the book: {ours['sum']:.4f}, QuantLib {total:.4f}")
    curves = [[hazards(c, 1e-4 * s) for c in range(20)] for s in range(SCENARIOS)]
    best = 1e9
    for _ in range(3):
        took = 0.0
        for scenario in curves:
            for handle, curve in zip(handles, scenario):
                handle.linkTo(curve)
            start = time.process_time()
            for s in swaps:
                s.NPV()
            took += time.process_time() - start
        best = min(best, took)
    peer = best / SCENARIOS / 1000 * 1e6
    values, everything = ours["values_ms"] * 1e3 / 1e5, ours["all_ms"] * 1e3 / 1e5
    print(f"QuantLib, value: {peer:.2f} us a swap and scenario")
    print(f"Tenor, value: {values:.3f} us ({peer / values:.0f} times)")
    print(f"Tenor, value, DV01, CS01, five key rates, jump to default, expected loss: {everything:.3f} us ({peer / everything:.0f} times)")
    print(f"Tenor, 20 credit curves built for 51 states of spreads, with sensitivities: {ours['markets_ms']:.0f} ms")


if __name__ == "__main__":
    main()
