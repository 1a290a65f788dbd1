#!/usr/bin/env python3
"""Times one whole run beside QuantLib: fixed bonds × scenarios × measures, stored in PostgreSQL.

usage: swift build -c release --product tenor
       pip install QuantLib==1.44
       python3 Benchmarks/end_to_end.py [--positions 100000] [--peer 1000] [--workers 2] [--repeat 3]
       python3 Benchmarks/end_to_end.py --positions 1000000 --scenarios 100 --measures PV --base-measures DV01,CS01

Bound, before measuring: 100,000 bonds of about 30 flows on 13 markets are 40 million multiply-adds per linear measure
(0.02 s on one core), 1.3 million yield solves of about 2 µs (2.6 s), 600,000 vectors of 12 doubles (0.1 GB, 0.5 s of
COPY). Two cores: about 3 s; reading terms and writing rows are the rest.

The peer prices a sample of the same bonds under the same scenarios with the same six measures on one thread, through
its Python wheel, and is scaled to the whole portfolio; its time holds no storage and no reading. Both sides' present
values and yields of the sample must agree, or the comparison is void and the exit code 1.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TENOR = ROOT / ".build/release/tenor"
VALUATION_DATE = "2023-03-31"
MEASURES = "PV,CLEAN_PRICE,YIELD,DV01,MODIFIED_DURATION,CONVEXITY"
CURVE = [("3M", 4.85), ("1Y", 4.64), ("2Y", 4.06), ("5Y", 3.6), ("10Y", 3.48), ("30Y", 3.67)]
FACE = 1_000_000
# Of face; values are sums of about 60 terms, each rounded.
LARGEST_DIFFERENCE = 1e-10


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=100_000)
    parser.add_argument("--peer", type=int, default=1_000, help="bonds priced by QuantLib; 0 leaves the peer out")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scenarios", type=int, default=12, help="parallel moves, BASE first")
    parser.add_argument("--measures", default=MEASURES)
    parser.add_argument("--base-measures", help="measures on BASE alone")
    parser.add_argument("--repeat", type=int, default=1, help="runs of the same snapshot; the median counts")
    parser.add_argument("--folder", type=pathlib.Path, help="keep inputs and database here")
    return parser.parse_args()


# Inputs


def portfolio(count):
    """Bonds with their own maturities to the day, so that date grids are as many as a real book has.

    All mature within the curve, since the two sides extrapolate in their own ways, and none at the end of February,
    where the peer's 30/360 gives a regular period less than half a coupon.
    """
    generator = random.Random(7)
    for index in range(count):
        maturity = (generator.randint(2024, 2052), generator.randint(1, 12), generator.randint(1, 27))
        coupon = generator.choice([0.5, 1.25, 2.0, 2.75, 3.5, 4.25, 5.0, 6.125]) / 100
        spread = generator.choice([0, 40, 85, 130, 210, 400])
        yield f"B{index:07d}", maturity, coupon, spread


def shifts(count):
    """Basis points of the scenarios: 0, then up and down in turn from 1 to 300."""
    sizes = [round(1 + 299 * index / max(1, (count - 2) // 2), 3) for index in range((count + 1) // 2)]
    return [0.0] + [sign * size for size in sizes for sign in (1, -1)][:count - 1]


def write_inputs(folder, bonds, moves):
    with open(folder / "instruments.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["instrument_id", "product_type", "name", "currency", "dated_date", "maturity", "coupon",
                         "frequency", "convention", "end_of_month"])
        for name, (y, m, d), coupon, _ in bonds:
            writer.writerow([name, "FIXED_BOND", name, "USD", f"2022-{m:02d}-{d:02d}", f"{y:04d}-{m:02d}-{d:02d}",
                             repr(coupon), 2, "US_CORPORATE", "false"])
    with open(folder / "positions.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["position_id", "portfolio", "instrument_id", "quantity", "spread_bp"])
        for index, (name, _, _, spread) in enumerate(bonds):
            writer.writerow([f"P{index:07d}", f"BENCH/BOOK-{index % 20:02d}", name, FACE, spread])
    market = {
        "schema_version": 1, "valuation_date": VALUATION_DATE, "source": "benchmark",
        "built_at": f"{VALUATION_DATE}T00:00:00Z", "adjustments": [], "spread_curves": [],
        "discount_curves": {"USD": "USD.ZERO"}, "fx_rates": {}, "fx_base": "USD",
        "curves": [{"id": "USD.ZERO", "currency": "USD", "kind": {"zero": "continuous"}, "interpolation": "linear_zero",
                    "points": [{"tenor": t, "rate": r / 100} for t, r in CURVE], "source": "benchmark"}],
    }
    (folder / "market.json").write_text(json.dumps(market))
    scenarios = {"id": "benchmark", "scenarios": [
        {"id": f"PARALLEL_{shift:+g}" if shift else "BASE", "description": "", "shifts": [
            {"rates": {"curves": [], "domain": "zero", "shape": {"parallel": {"basis_points": shift}}}}
        ] if shift else []} for shift in moves]}
    (folder / "scenarios.json").write_text(json.dumps(scenarios))


# Tenor


class Stages:
    """Seconds by stage, in order."""

    def __init__(self):
        self.seconds = {}

    def time(self, name, *words, cwd):
        start = time.perf_counter()
        output = tenor(*words, cwd=cwd)
        self.seconds[name] = time.perf_counter() - start
        return output

    def __str__(self):
        return "   ".join(f"{name} {seconds:.2f} s" for name, seconds in self.seconds.items())


def tenor(*words, cwd):
    done = subprocess.run([str(TENOR), *words], cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"tenor {' '.join(words)} failed with {done.returncode}: {done.stderr.strip()}")
    return done.stdout.strip()


def import_inputs(folder):
    stages = Stages()
    stages.time("market", "import", "market", "market.json", cwd=folder)
    stages.time("instruments", "import", "instruments", "instruments.csv", cwd=folder)
    stages.time("positions", "import", "positions", "positions.csv", "--as-of", VALUATION_DATE, cwd=folder)
    print(f"import   {stages}")


def run_once(folder, arguments):
    """Creates and prices one run; returns its id, its wall and processor seconds, and a line on the split."""
    server_before = server_cpu(folder)
    start = time.perf_counter()
    on_base = ["--base-measures", arguments.base_measures] if arguments.base_measures else []
    run = tenor("run", "create", "--scenarios", "scenarios.json", "--measures", arguments.measures, *on_base, "--id-only",
                cwd=folder)
    create = time.perf_counter() - start
    processes = [
        subprocess.Popen([str(TENOR), "worker", "--until-idle", "--name", f"bench-{index}"], cwd=folder,
                         stderr=subprocess.PIPE, text=True) for index in range(arguments.workers)]
    reports, peaks = [], []
    for process in processes:
        reports.append(process.stderr.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"a worker failed with {process.returncode}: {reports[-1]}")
        peaks.append((usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime))
    seconds = time.perf_counter() - start
    status = json.loads(tenor("run", "status", run, "--json", cwd=folder))
    if status["run"]["state"] != "SUCCEEDED":
        sys.exit(f"the run did not succeed: {status}")
    split = {name: sum(float(value) for report in reports for value in re.findall(rf"BOND .*{name} ([0-9.]+)", report))
             for name in ("load", "price", "store")}
    roll_up = sum(float(value) for report in reports for value in re.findall(r"roll-up done in ([0-9.]+)", report))
    workers_cpu = sum(cpu for _, cpu in peaks)
    server = server_cpu(folder) - server_before
    line = (f"run      {seconds:.2f} s: create {create:.2f}, roll-up {roll_up:.2f}; worker seconds: "
            f"load {split['load']:.2f}, price {split['price']:.2f}, store {split['store']:.2f}; cpu: "
            f"workers {workers_cpu:.2f}, server {server:.2f}; "
            f"peak {max(peak for peak, _ in peaks):.0f} MiB a worker")
    return run, seconds, workers_cpu + server, line


def server_cpu(folder):
    """CPU seconds of the private server's sessions that have ended."""
    process = (folder / ".tenor/pg/data/postmaster.pid").read_text().split()[0]
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def stored_vectors(folder, run, measure, count):
    """Vectors by position id of the first `count` positions."""
    rows, cursor = {}, None
    while len(rows) < count:
        words = ["run", "results", run, "--measure", measure, "--limit", "1000", "--json"]
        page = json.loads(tenor(*words, *(["--after", cursor] if cursor else []), cwd=folder))
        rows.update((row["position_id"], row["values"]) for row in page["rows"])
        cursor = page.get("next")
        if not cursor:
            break
    return rows


# QuantLib


def run_peer(bonds, moves, measures):
    """Prices the bonds with QuantLib: values, and where `measures` ask for more, prices, yields and sensitivities.

    Returns wall seconds, processor seconds, and (present values, clean prices) by position id.
    """
    try:
        import QuantLib as ql
    except ImportError:
        sys.exit("the peer is missing: pip install QuantLib==1.44, or leave it out with --peer 0")
    today = ql.Date(31, 3, 2023)
    ql.Settings.instance().evaluationDate = today
    calendar = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
    counter = ql.Thirty360(ql.Thirty360.USA)
    dates = [today] + [today + ql.Period(t) for t, _ in CURVE]
    curves = []
    for shift in moves:
        rates = [CURVE[0][1] / 100 + shift / 1e4] + [r / 100 + shift / 1e4 for _, r in CURVE]
        curve = ql.ZeroCurve(dates, rates, ql.Actual365Fixed(), ql.NullCalendar(), ql.Linear(), ql.Continuous)
        curve.enableExtrapolation()
        curves.append(ql.YieldTermStructureHandle(curve))
    found = {}
    start, start_processor = time.perf_counter(), time.process_time()
    for index, (_, (y, m, d), coupon, spread) in enumerate(bonds):
        schedule = ql.Schedule(ql.Date(d, m, 2022), ql.Date(d, m, y), ql.Period(6, ql.Months), ql.NullCalendar(),
                               ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Backward, False)
        bond = ql.FixedRateBond(SETTLEMENT_DAYS, 100.0, schedule, [coupon], counter, ql.Following, 100.0,
                                ql.Date(d, m, 2022), calendar)
        quote = ql.QuoteHandle(ql.SimpleQuote(spread / 1e4))
        values, prices = [], []
        for handle in curves:
            spreaded = ql.YieldTermStructureHandle(
                ql.ZeroSpreadedTermStructure(handle, quote, ql.Continuous, ql.NoFrequency))
            bond.setPricingEngine(ql.DiscountingBondEngine(spreaded))
            values.append(bond.NPV() * FACE / 100)
            if "CLEAN_PRICE" not in measures:
                continue
            prices.append(bond.cleanPrice())
            price = ql.BondPrice(prices[-1], ql.BondPrice.Clean)
            rate = bond.bondYield(price, counter, ql.Compounded, ql.Semiannual)
            interest = ql.InterestRate(rate, counter, ql.Compounded, ql.Semiannual)
            ql.BondFunctions.duration(bond, interest, ql.Duration.Modified)
            ql.BondFunctions.convexity(bond, interest)
            ql.BondFunctions.basisPointValue(bond, interest)
        found[f"P{index:07d}"] = (values, prices)
    return time.perf_counter() - start, time.process_time() - start_processor, found


# US corporate bonds settle one business day after the trade.
SETTLEMENT_DAYS = 1


def compare(folder, run, bonds, tenor_seconds, tenor_processor, arguments):
    """Prints the ratio to the peer; whether both sides' numbers agree."""
    seconds, processor, expected = run_peer(bonds, shifts(arguments.scenarios), arguments.measures)
    values = stored_vectors(folder, run, "PV", len(bonds))
    prices = stored_vectors(folder, run, "CLEAN_PRICE", len(bonds)) if "CLEAN_PRICE" in arguments.measures else {}
    difference = max(
        abs(peer - own) / scale for key, rows in expected.items()
        for row, stored, scale in zip(rows, (values[key], prices.get(key, [])), (FACE, 100)) for peer, own in zip(row, stored))
    scale = arguments.positions / len(bonds)
    print(f"peer     QuantLib 1.44 on one thread, nothing stored: {len(bonds)} bonds in {seconds:.2f} s, "
          f"{seconds * scale:.0f} s for all, {processor * scale:.0f} of them processor time")
    print(f"agree    present values{' and clean prices' if prices else ''} within {difference:.1e} of face")
    print(f"ratio    {seconds * scale / tenor_seconds:.1f} times QuantLib on one thread by the clock, "
          f"{processor * scale / tenor_processor:.1f} times by processor time, storage included")
    return difference <= LARGEST_DIFFERENCE


def measure(folder, arguments):
    bonds = list(portfolio(arguments.positions))
    write_inputs(folder, bonds, shifts(arguments.scenarios))
    tenor("db", "start", cwd=folder)
    tenor("db", "migrate", cwd=folder)
    import_inputs(folder)
    times, processor = [], []
    for _ in range(arguments.repeat):
        run, seconds, cpu, line = run_once(folder, arguments)
        times.append(seconds)
        processor.append(cpu)
        print(line)
    median = statistics.median(times)
    measures = arguments.measures.split(",")
    on_base = arguments.base_measures.split(",") if arguments.base_measures else []
    cells = arguments.positions * (arguments.scenarios * len(measures) + len(on_base))
    print(f"tenor    {arguments.positions} positions × {arguments.scenarios} scenarios × {arguments.measures}"
          f"{' and ' + arguments.base_measures + ' on BASE' if on_base else ''}, "
          f"{arguments.workers} workers: median {median:.2f} s, {statistics.median(processor):.2f} processor seconds "
          f"with the server's, {cells / median:,.0f} stored cells/s")
    sample = bonds[:arguments.peer]
    return not sample or compare(folder, run, sample, median, statistics.median(processor), arguments)


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="tenor-bench-") as name:
        folder = arguments.folder or pathlib.Path(name)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        try:
            return 0 if measure(folder, arguments) else 1
        finally:
            subprocess.run([str(TENOR), "db", "stop"], cwd=folder, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
