#!/usr/bin/env python3
"""Cost of a run by its size and its workers: fixed bonds × 12 scenarios × 6 measures, stored in PostgreSQL.

usage: swift build -c release --product tenor
       python3 Benchmarks/scaling.py [--large] [--sizes 1000 10000 100000] [--workers 1 2 5 10 50]

Workers are the threads of one process (`tenor worker --threads`) and share its sessions. Every run has 100 tasks, so that
50 workers have work; at 1,000 positions that is 10 positions a task, and what a task costs shows. Prints a table in
Markdown: seconds by the clock, processor seconds of worker and server for a million positions, the most connections at one
time, and the worker's peak memory. Exits with 1 when a run needs 60 connections or more, or when a size costs more a position
than the size below it with the same workers, by more than a fifth.

Bound: the work is the same for any number of workers, so processor time a position should not rise with them; by the clock
two cores give at most twice one worker's rate, and less as far as one worker and its session already work at once.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import end_to_end as run_benchmark

sys.path.insert(0, str(run_benchmark.ROOT / "Tools/chaos"))
from postgres import Session  # noqa: E402
from processor import server_seconds  # noqa: E402

TASKS = 100
MOST_CONNECTIONS = 60
# A size may cost so much more a position than the one below it; the same run differs by a tenth from time to time.
TOLERANCE = 1.2


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="positions")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 5, 10, 50])
    parser.add_argument("--large", action="store_true", help="1,000,000 positions too")
    return parser.parse_args()


class Connections:
    """Counts the sessions of clients, its own left out, and keeps the most."""

    COUNT = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"

    def __init__(self, sockets):
        self.sockets = sockets
        self.most = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def _watch(self):
        with Session(self.sockets, "watcher") as session:
            while not self.over.wait(0.05):
                self.most = max(self.most, int(session.value(self.COUNT)))


def value(folder, server, sockets, workers):
    """Values the positions imported last: seconds, processor seconds of worker and server, connections, MiB."""
    words = ["run", "create", "--scenarios", "scenarios.json", "--measures", run_benchmark.MEASURES]
    run = run_benchmark.tenor(*words, "--buckets", str(TASKS), "--id-only", cwd=folder)
    before = server_seconds(server)
    start = time.perf_counter()
    with Connections(sockets) as connections:
        process = subprocess.Popen(
            [str(run_benchmark.TENOR), "worker", "--until-idle", "--quiet", "--threads", str(workers)], cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    state = json.loads(run_benchmark.tenor("run", "status", run, "--json", cwd=folder))["run"]["state"]
    if process.returncode != 0 or state != "SUCCEEDED":
        sys.exit(f"the worker ended with {process.returncode} and the run is {state}")
    return (seconds, usage.ru_utime + usage.ru_stime, server_seconds(server) - before, connections.most,
            usage.ru_maxrss / 1024)


def measure(folder, sizes, workers):
    """Prints the table; what is not as it should be."""
    status = json.loads(run_benchmark.tenor("db", "start", "--json", cwd=folder))
    sockets = status["address"].split("host='")[1].split("'")[0]
    run_benchmark.tenor("db", "migrate", cwd=folder)
    print(f"load average before: {os.getloadavg()[0]:.1f}\n")
    print("| positions | workers | seconds | worker µs a position | server µs a position | connections | MiB |")
    print("|---|---|---|---|---|---|---|")
    faults, below = [], {}
    for size in sizes:
        run_benchmark.write_inputs(folder, list(run_benchmark.portfolio(size)), run_benchmark.shifts(12))
        for words in (["market", "market.json"], ["instruments", "instruments.csv"],
                      ["positions", "positions.csv", "--as-of", run_benchmark.VALUATION_DATE]):
            run_benchmark.tenor("import", *words, cwd=folder)
        for count in workers:
            seconds, own, server, connections, memory = value(folder, status["process_id"], sockets, count)
            print(f"| {size:,} | {count} | {seconds:.2f} | {1e6 * own / size:.1f} | {1e6 * server / size:.1f} "
                  f"| {connections} | {memory:.0f} |", flush=True)
            cost = (own + server) / size
            if cost > TOLERANCE * below.get(count, cost):
                faults.append(f"{size:,} positions with {count} workers cost {cost / below[count]:.2f} times as much each "
                              "as the size below")
            below[count] = cost
            if connections >= MOST_CONNECTIONS:
                faults.append(f"{count} workers held {connections} connections")
    return faults


def main():
    arguments = parse_arguments()
    sizes = sorted(arguments.sizes + ([1_000_000] if arguments.large else []))
    with tempfile.TemporaryDirectory(prefix="tenor-scaling-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        try:
            faults = measure(folder, sizes, arguments.workers)
        finally:
            subprocess.run([str(run_benchmark.TENOR), "db", "stop"], cwd=folder, capture_output=True)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
