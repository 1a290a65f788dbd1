#!/usr/bin/env python3
"""2,000 options on an exchange rate under 100 scenarios, beside QuantLib's analytic European engine, one thread each.

usage: pip install QuantLib==1.44; (cd Benchmarks && swift build -c release --product fxoptions)
       python3 Benchmarks/fxoptions.py

Tenor starts from terms each time. QuantLib's options and engine stand ready on quotes of spot, rates and volatility, which are set for each
scenario; it is asked for the values, of 500 options and 20 scenarios, since its cost is the same for each. Processor time, bests of several
passes; the values of the base market are compared.
"""
import json
import pathlib
import subprocess
import time

import QuantLib as ql

FOLDER = pathlib.Path(__file__).resolve().parent
ACT365 = ql.Actual365Fixed()
TODAY = ql.Date(31, 3, 2023)
OPTIONS, SCENARIOS = 500, 20


def option(number, engine):
    strike = 1.0875 * (0.9 + 0.01 * (number % 21))
    kind = ql.Option.Call if number % 2 == 0 else ql.Option.Put
    made = ql.VanillaOption(ql.PlainVanillaPayoff(kind, strike), ql.EuropeanExercise(TODAY + 30 + number % 700))
    made.setPricingEngine(engine)
    return made


def main():
    ours = json.loads(subprocess.run([FOLDER / ".build/release/fxoptions"], check=True, capture_output=True).stdout)
    ql.Settings.instance().evaluationDate = TODAY
    spot, euro, dollar, volatility = [ql.SimpleQuote(x) for x in (1.0875, 0.028, 0.045, 0.09)]

    def curve(rate):
        return ql.YieldTermStructureHandle(ql.FlatForward(TODAY, ql.QuoteHandle(rate), ACT365))

    flat = ql.BlackConstantVol(TODAY, ql.NullCalendar(), ql.QuoteHandle(volatility), ACT365)
    process = ql.GarmanKohlagenProcess(
        ql.QuoteHandle(spot), curve(euro), curve(dollar), ql.BlackVolTermStructureHandle(flat))
    engine = ql.AnalyticEuropeanEngine(process)
    total = 1e6 * sum(option(n, engine).NPV() for n in range(2000))
    print(f"value of the book: {ours['sum']:.4f}, QuantLib {total:.4f}")
    options = [option(n, engine) for n in range(OPTIONS)]
    best = 1e9
    for _ in range(5):
        took = 0.0
        for scenario in range(SCENARIOS):
            spot.setValue(1.0875 * (1 + 0.01 * scenario - 0.125))
            volatility.setValue(0.09 + 0.002 * scenario - 0.025)
            start = time.process_time()
            for one in options:
                one.NPV()
            took += time.process_time() - start
        best = min(best, took)
    peer = best / SCENARIOS / OPTIONS * 1e6
    values, everything = (ours[name] * 1e3 / 2e5 for name in ("values_ms", "all_ms"))
    print(f"QuantLib, value: {peer:.2f} us an option and scenario")
    print(f"Tenor, value: {values:.3f} us ({peer / values:.0f} times)")
    print(f"Tenor, value, DV01, ten key rates, FX delta, vega: {everything:.3f} us ({peer / everything:.0f} times)")


if __name__ == "__main__":
    main()
