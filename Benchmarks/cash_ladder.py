#!/usr/bin/env python3
"""What the first ladder of a run and the later ones cost, beside a plain scan of the same flows.

    Benchmarks/cash_ladder.py [--positions 250000] [--tenor .build/release/tenor]

Fills a private database with made-up flows, a fifth of the positions loans of 120 flows and the others bonds of 20, and
takes the server's own processor time for each statement: other load on the machine changes it little. The bound is a
scan that adds up the same three columns, without cutting them.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FILL = """
INSERT INTO marketdata_snapshot (snapshot_id, schema_version, valuation_date, source, payload, payload_hash)
  SELECT h, 1, '2023-03-31', 'made up', '{}', h FROM (SELECT 'sha256:' || encode(sha256('{}'), 'hex') AS h) x;
INSERT INTO position_snapshot (snapshot_id, schema_version, as_of, source, position_count, payload, payload_hash)
  SELECT h, 1, '2023-03-31', 'made up', COUNT, '{}', h FROM (SELECT 'sha256:' || encode(sha256('{}'), 'hex') AS h) x;
INSERT INTO run (run_id, state, market_snapshot_no, position_snapshot_no, request, request_hash, code_version, bucket_count,
    scenario_count, position_count, tasks_total, tasks_done, positions_done, created_by, finished_at)
  SELECT 'R1', 'SUCCEEDED', 1, 1, '{}', 'sha256:' || encode(sha256('{}'), 'hex'), 'none', 1, 1, COUNT, 1, 1, COUNT, 'bench',
    now();
CREATE TABLE position_1 (LIKE position INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE);
INSERT INTO position_1 SELECT 1, g, 1, g % 65536, 1, NULL, NULL, NULL, 'P' || g, 'FUND/B' || g % 100,
  CASE WHEN g % 5 = 0 THEN 'AMORT_LOAN' ELSE 'FIXED_BOND' END FROM generate_series(0, COUNT - 1) g;
ALTER TABLE position_1 ADD PRIMARY KEY (position_snapshot_no, position_number);
CREATE TABLE cashflow_schedule_1 (LIKE cashflow_schedule INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED
  INCLUDING STORAGE);
INSERT INTO cashflow_schedule_1 (run_no, position_number, period_number, pay_date, interest, principal, prepayment, balance,
    currency)
  SELECT 1, p, k, date '2023-04-01' + CASE WHEN p % 5 = 0 THEN 30 * k ELSE 182 * k + p % 180 END, 1.25 * k, p * 0.5,
    CASE WHEN p % 5 = 0 THEN 3 ELSE 0 END, 1000, CASE WHEN p % 3 = 0 THEN 'EUR' ELSE 'USD' END
  FROM generate_series(0, COUNT - 1) p, generate_series(1, 120) k WHERE p % 5 = 0 OR k <= 20;
ALTER TABLE cashflow_schedule_1 ADD PRIMARY KEY (position_number, period_number, run_no);
ANALYZE;
"""
LADDER = "SELECT {}, currency, sum(interest), sum(principal), sum(prepayment) FROM cashflow_day WHERE run_no = 1 GROUP BY 1, 2"
STATEMENTS = {
    "scan of all flows": "SELECT sum(interest), sum(principal), sum(prepayment) FROM cashflow_schedule_1",
    "totals by day, once": "SELECT tenor_total_cash_flows(1, 1)",
    "ladder by month": LADDER.format("date_trunc('month', pay_date::timestamp)"),
    "ladder by 4 tenors": LADDER.format("width_bucket(pay_date, '{2023-05-01,2023-07-01,2024-04-01,2033-04-01}'::date[])"),
    "ladder by node and year": LADDER.format("portfolio_id || date_trunc('year', pay_date::timestamp)"),
}
CLOCK = "SELECT split_part(s, ' ', 14)::int + split_part(s, ' ', 15)::int AS {} FROM pg_read_file('/proc/self/stat', 0, 999) s \\gset\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=250_000)
    parser.add_argument("--tenor", type=Path, default=ROOT / ".build/release/tenor")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="tenor-ladder-")
    Path(folder).chmod(0o755)

    def tenor(*words: str) -> str:
        return subprocess.run([options.tenor, *words], cwd=folder, check=True, capture_output=True, text=True).stdout

    try:
        started = tenor("db", "start")
        tenor("db", "migrate")
        host = next(line for line in started.splitlines() if "socket" in line).split("host='")[1].split("'")[0]

        def psql(script: str) -> str:
            command = ["psql", "-h", host, "-U", "tenor", "-d", "tenor", "-qtA", "-v", "ON_ERROR_STOP=1"]
            done = subprocess.run(command, input=script, check=True, capture_output=True, text=True, timeout=3_000)
            return done.stdout

        psql(FILL.replace("COUNT", str(options.positions)))
        flows = int(psql("SELECT count(*) FROM cashflow_schedule_1"))
        script = "SET max_parallel_workers_per_gather = 0;\n"
        for name, statement in STATEMENTS.items():
            script += CLOCK.format("a") + statement + " \\g /dev/null\n" + CLOCK.format("b") + f"\\echo RESULT {name}: :a :b\n"
        print(f"{options.positions:,} positions, {flows:,} flows; the server's processor seconds")
        scan = None
        for line in psql(script).splitlines():
            if not line.startswith("RESULT "):
                continue
            name, ticks = line.removeprefix("RESULT ").split(": ")
            begin, end = map(int, ticks.split())
            seconds = (end - begin) / 100
            scan = scan or seconds
            print(f"  {name:<26}{seconds:8.2f}  {seconds / scan:6.2f} of the scan")
        days = int(psql("SELECT count(*) FROM cashflow_day"))
        print(f"  rows of totals by day: {days:,}")
    finally:
        tenor("db", "stop")
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
