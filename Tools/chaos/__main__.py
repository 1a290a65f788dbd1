#!/usr/bin/env python3
"""Does harm to workers and their database while runs are under way, and shows that nothing is lost or doubled.

usage: python3 Tools/chaos [--long] [--tenor PATH] [--only NAME …]

A private cluster is made in a folder of its own under /tmp and removed at the end; nothing leaves this machine. A book
is valued undisturbed by two workers, then once more in every scenario. Printed for each: throughput with the fault as
a share of the quiet one, tasks lost, rows of results doubled, seconds until work went on. After each, results must be
the bytes of the quiet run, every task final and every attempt recorded. The exit code is 1 when anything is not so.
"""

import argparse
import os
import signal
import sys

import evidence
import faults
import pressure
from postgres import ConnectionLost, ServerError
from rig import Rig, Violation
from stage import Stage

SCENARIOS = {
    "server-restarted": faults.server_restarted,
    "sessions-ended": faults.sessions_ended,
    "pool-exhausted": faults.pool_exhausted,
    "worker-killed": faults.worker_killed,
    "workers-killed": faults.workers_killed,
    "worker-paused": faults.worker_paused,
    "network-cut": faults.network_cut,
    "network-delayed": faults.network_delayed,
    "transaction-held": pressure.transaction_held,
    "readers": pressure.readers,
    "overloaded": pressure.overloaded,
    "burst": pressure.burst,
    # Last, since it moves the database to another disk and back.
    "disk-full": faults.disk_full,
}
HEAD = f"{'scenario':18} {'ratio':>6} {'lost':>5} {'doubled':>8} {'recovery':>9}  result"


def main():
    options = arguments()
    names = options.only or list(SCENARIOS)
    # Ended from outside, the harness still cleans up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    rig = Rig(options.tenor)
    failed = []
    try:
        rig.start_server()
        rig.run("db", "migrate")
        quiet = calibrate(rig, 25 if options.long else 5)
        print(HEAD, flush=True)
        for name in names:
            if not play(name, rig, quiet, options.long):
                failed.append(name)
    finally:
        if failed and options.keep:
            print(f"kept in {rig.folder}")
        else:
            rig.close()
    print(f"{len(names) - len(failed)} of {len(names)} scenarios without a violation")
    return 1 if failed else 0


class Quiet:
    """The run that nothing happens to."""

    def __init__(self, rig, run):
        self.run = run
        self.seconds = run.seconds()
        self.digest = evidence.digest(rig, run)


def calibrate(rig, seconds):
    """Imports a book that two workers value in about so many seconds here, and values it twice: the second time
    counts, and must give the bytes of the first."""
    count = 1_000
    while True:
        rig.import_book(count)
        first = quiet_run(rig)
        if first.seconds >= 0.8 * seconds or count >= 400_000:
            break
        count = int(min(400_000, count * min(30, max(1.5, seconds / first.seconds))))
    first.run.drop_results()
    second = quiet_run(rig)
    if first.digest != second.digest:
        raise Violation("two quiet runs differ")
    tasks = second.run.progress()[1]
    print(f"quiet: {count} positions, {tasks} tasks, two workers, {second.seconds:.1f} s")
    finding = evidence.examine(rig, second.run, second.digest)
    if finding.problems or finding.lost or finding.doubled:
        raise Violation(f"the quiet run: {finding}")
    return second


def quiet_run(rig):
    run = rig.create_run(BUCKETS)
    workers = [rig.start_worker(f"{run.id}-quiet-{number}") for number in (1, 2)]
    for worker in workers:
        worker.wait(600)
    return Quiet(rig, run)


# Tasks of each of the four product types of the book.
BUCKETS = 30


def play(name, rig, quiet, is_long):
    """One scenario; whether it went without a violation."""
    stage = Stage(rig, quiet, is_long, BUCKETS)
    lost = doubled = 0
    ratio = recovery = None
    try:
        SCENARIOS[name](stage)
        ratio = stage.ratio()
        recovery = stage.recovery()
        stage.notes += stage.outcomes()
        for run in stage.runs:
            finding = evidence.examine(rig, run, quiet.digest)
            lost += finding.lost
            doubled += finding.doubled
            stage.problems += finding.problems
        if recovery is not None and recovery > stage.longest_recovery:
            stage.problems.append(f"work went on only after {recovery:.1f} s; {stage.longest_recovery} s are allowed")
        if stage.least_ratio is not None and ratio < stage.least_ratio:
            stage.problems.append(f"throughput fell to {ratio:.2f}; {stage.least_ratio} are asked for")
    except faults.Skip as reason:
        stage.close()
        print(f"{name:18} {'–':>6} {'–':>5} {'–':>8} {'–':>9}  skipped: {reason}", flush=True)
        return True
    except (Violation, ServerError, ConnectionLost, OSError) as error:
        stage.problems.append(f"{type(error).__name__}: {error}")
    stage.close()
    stage.drop_results()
    is_good = not stage.problems and lost == 0 and doubled == 0
    print(
        f"{name:18} {number(ratio, 2):>6} {lost:>5} {doubled:>8} {number(recovery, 1, ' s'):>9}  "
        + ", ".join(["ok" if is_good else "VIOLATED", *stage.notes]),
        flush=True,
    )
    for problem in stage.problems:
        print(f"    {problem}", flush=True)
    return is_good


def number(value, digits, unit=""):
    return "–" if value is None else f"{value:.{digits}f}{unit}"


def arguments():
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__.split("\n\n")[0])
    parser.add_argument("--long", action="store_true", help="longer runs, longer harm, a million tasks")
    parser.add_argument("--tenor", default=os.path.join(root, ".build/release/tenor"), help="the program to test")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, metavar="NAME", help=", ".join(SCENARIOS))
    parser.add_argument("--keep", action="store_true", help="leave the folder of a failed harness where it is")
    options = parser.parse_args()
    if not os.access(options.tenor, os.X_OK):
        parser.error(f"there is no program {options.tenor}; build it with 'swift build -c release --product tenor'")
    return options


if __name__ == "__main__":
    sys.exit(main())
