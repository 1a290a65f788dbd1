#!/usr/bin/env python3
"""Times one whole run beside QuantLib: fixed bonds × 12 scenarios × 6 measures, stored in PostgreSQL.

usage: pip install QuantLib==1.44; python3 Benchmarks/end_to_end.py [--positions 100000] [--peer 2000] [--workers 2]

Bound, before measuring: 100,000 bonds of about 30 flows on 13 markets are 40 million multiply-adds per linear measure
(0.02 s on one core), 1.3 million yield solves of about 2 µs (2.6 s), 600,000 vectors of 12 doubles (0.1 GB, 0.5 s of
COPY). Two cores: about 3 s; reading terms and writing rows are the rest.

The peer prices a sample of the same bonds under the same scenarios with the same six measures on one thread, with its
Python wheel, and is scaled to the whole portfolio; its time holds no storage and no reading. Both sides' present values
of the sample must agree to 1e-10 of face, or the comparison is void and the exit code 1.
"""
import argparse
import csv
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TENOR = ROOT / ".build/release/tenor"
MEASURES = ["PV", "CLEAN_PRICE", "YIELD", "DV01", "MODIFIED_DURATION", "CONVEXITY"]
CURVE = [("3M", 4.85), ("1Y", 4.64), ("2Y", 4.06), ("5Y", 3.6), ("10Y", 3.48), ("30Y", 3.67)]
SHIFTS = [0, 1, -1, 25, -25, 50, -50, 100, -100, 200, -200, 300]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=100_000)
    parser.add_argument("--peer", type=int, default=1_000, help="bonds priced by QuantLib; 0 leaves the peer out")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def portfolio(count):
    """Bonds with their own maturities to the day, so that date grids are as many as a real book has."""
    generator = random.Random(7)
    for index in range(count):
        days = generator.randint(30, 30 * 365)
        year = days // 365
        month, day = generator.randint(1, 12), generator.randint(1, 28)
        maturity = (2023 + 1 + year, month, day)
        coupon = generator.choice([0.5, 1.25, 2.0, 2.75, 3.5, 4.25, 5.0, 6.125]) / 100
        spread = generator.choice([0, 40, 85, 130, 210, 400])
        yield f"B{index:07d}", maturity, coupon, spread


def write_inputs(folder, bonds):
    with open(folder / "instruments.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["instrument_id", "product_type", "name", "currency", "dated_date", "maturity", "coupon",
                         "frequency", "convention"])
        for name, (y, m, d), coupon, _ in bonds:
            writer.writerow([name, "FIXED_BOND", name, "USD", f"2022-{m:02d}-{d:02d}", f"{y:04d}-{m:02d}-{d:02d}",
                             repr(coupon), 2, "US_CORPORATE"])
    with open(folder / "positions.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["position_id", "portfolio", "instrument_id", "quantity", "spread_bp"])
        for index, (name, _, _, spread) in enumerate(bonds):
            writer.writerow([f"P{index:07d}", f"BENCH/BOOK-{index % 20:02d}", name, 1_000_000, spread])
    market = {
        "schema_version": 1, "valuation_date": "2023-03-31", "source": "benchmark", "built_at": "2023-03-31T00:00:00Z",
        "adjustments": [], "spread_curves": [], "discount_curves": {"USD": "USD.ZERO"}, "fx_rates": {}, "fx_base": "USD",
        "curves": [{"id": "USD.ZERO", "currency": "USD", "kind": {"zero": "continuous"}, "interpolation": "linear_zero",
                    "points": [{"tenor": t, "rate": r / 100} for t, r in CURVE], "source": "benchmark"}],
    }
    (folder / "market.json").write_text(json.dumps(market))
    scenarios = {"id": "benchmark", "scenarios": [
        {"id": f"PARALLEL_{shift:+d}" if shift else "BASE", "description": "",
         "shifts": [{"rates": {"curves": [], "domain": "zero", "shape": {"parallel": {"basis_points": shift}}}}] if shift else []}
        for shift in SHIFTS]}
    (folder / "scenarios.json").write_text(json.dumps(scenarios))


def tenor(*words, cwd):
    return subprocess.run([str(TENOR), *words], cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()


def run_tenor(folder, workers):
    """Imports, runs, and returns (stage seconds, present values by position number)."""
    stages = {}
    tenor("db", "start", cwd=folder)
    tenor("db", "migrate", cwd=folder)
    start = time.perf_counter()
    market = tenor("import", "market", "market.json", "--id-only", cwd=folder)
    tenor("import", "instruments", "instruments.csv", cwd=folder)
    positions = tenor("import", "positions", "positions.csv", "--id-only", cwd=folder)
    stages["import"] = time.perf_counter() - start
    start = time.perf_counter()
    run = tenor("run", "create", "--market", market, "--positions", positions, "--scenarios", "scenarios.json",
                "--measures", ",".join(MEASURES), "--id-only", cwd=folder)
    processes = [subprocess.Popen([str(TENOR), "worker", "--until-idle", "--quiet", "--name", f"bench-{i}"], cwd=folder)
                 for i in range(workers)]
    codes = [process.wait() for process in processes]
    stages["run"] = time.perf_counter() - start
    assert codes == [0] * workers, codes
    status = json.loads(tenor("run", "status", run, "--json", cwd=folder))
    assert status["state"] == "SUCCEEDED", status
    return stages, run


def stored_values(folder, run, count):
    page = tenor("run", "results", run, "--measure", "PV", "--limit", str(count), "--json", cwd=folder)
    return {row["position_id"]: row["values"] for row in json.loads(page)["rows"]}


def run_peer(bonds):
    """Prices the bonds with QuantLib; returns (seconds, present values by position id)."""
    import QuantLib as ql

    today = ql.Date(31, 3, 2023)
    ql.Settings.instance().evaluationDate = today
    calendar = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
    counter = ql.Thirty360(ql.Thirty360.USA)
    dates = [today] + [today + ql.Period(t) for t, _ in CURVE]
    curves = []
    for shift in SHIFTS:
        rates = [CURVE[0][1] / 100 + shift / 1e4] + [r / 100 + shift / 1e4 for _, r in CURVE]
        curve = ql.ZeroCurve(dates, rates, ql.Actual365Fixed(), ql.NullCalendar(), ql.Linear(), ql.Continuous)
        curve.enableExtrapolation()
        curves.append(ql.YieldTermStructureHandle(curve))
    values = {}
    start = time.perf_counter()
    for index, (name, (y, m, d), coupon, spread) in enumerate(bonds):
        schedule = ql.Schedule(ql.Date(d, m, 2022), ql.Date(d, m, y), ql.Period(6, ql.Months), ql.NullCalendar(),
                               ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Backward, False)
        bond = ql.FixedRateBond(1, 100.0, schedule, [coupon], counter, ql.Following, 100.0, ql.Date(d, m, 2022), calendar)
        quote = ql.QuoteHandle(ql.SimpleQuote(spread / 1e4))
        row = []
        for handle in curves:
            spreaded = ql.YieldTermStructureHandle(
                ql.ZeroSpreadedTermStructure(handle, quote, ql.Continuous, ql.NoFrequency))
            bond.setPricingEngine(ql.DiscountingBondEngine(spreaded))
            row.append(bond.NPV() * 10_000)
            price = ql.BondPrice(bond.cleanPrice(), ql.BondPrice.Clean)
            rate = bond.bondYield(price, counter, ql.Compounded, ql.Semiannual)
            interest = ql.InterestRate(rate, counter, ql.Compounded, ql.Semiannual)
            ql.BondFunctions.duration(bond, interest, ql.Duration.Modified)
            ql.BondFunctions.convexity(bond, interest)
            ql.BondFunctions.basisPointValue(bond, interest)
        values[f"P{index:07d}"] = row
    return time.perf_counter() - start, values


def main():
    arguments = parse_arguments()
    bonds = list(portfolio(arguments.positions))
    with tempfile.TemporaryDirectory(prefix="tenor-bench-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        write_inputs(folder, bonds)
        try:
            stages, run = run_tenor(folder, arguments.workers)
            cells = arguments.positions * len(SHIFTS) * len(MEASURES)
            print(f"tenor   import {stages['import']:.2f} s   run {stages['run']:.2f} s   "
                  f"{cells / stages['run']:,.0f} stored cells/s   {arguments.workers} workers")
            if arguments.peer == 0:
                return 0
            sample = bonds[:arguments.peer]
            seconds, expected = run_peer(sample)
            scaled = seconds * arguments.positions / len(sample)
            found = stored_values(folder, run, len(sample))
            worst = max(abs(a - b) / 1e6 for key, row in expected.items() for a, b in zip(row, found[key]))
            print(f"QuantLib 1.44   {len(sample)} bonds in {seconds:.2f} s, {scaled:.0f} s for all, one thread, not stored")
            print(f"ratio   {scaled / stages['run']:.1f} times QuantLib on one thread, storage included   "
                  f"largest difference of present value {worst:.1e} of face")
            return 0 if worst <= 1e-10 else 1
        finally:
            subprocess.run([str(TENOR), "db", "stop"], cwd=folder, capture_output=True)


sys.exit(main())
