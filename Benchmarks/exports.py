#!/usr/bin/env python3
"""Times exports of a run's results, with the peak memory of the process that writes them.

usage: swift build -c release --product tenor
       python3 Benchmarks/exports.py [--positions 170000] [--scenarios 12] [--repeat 3] [--peer PROGRAM]

170,000 bonds with six measures are 1,020,000 rows of 12 numbers. Beside them, in the same run: COPY of the same rows by
the server into CSV, through psql, which reads no names of positions and formats numbers in C. Processor seconds of the
writing process and of the server are told apart, since machines are shared. With --peer, libxlsxwriter in constant memory
writes the same cells from the CSV file, with 16 significant digits where Tenor keeps all. With openpyxl installed, the first rows of the
workbook are read back with it and compared with the CSV file's.

Bound, before measuring: 12 million numbers of 17 digits are 0.2 GB; at about 100 ns each to format they take 1.2 s, and a
workbook's XML around them is packed at about 100 MB/s.
"""
import argparse
import csv
import itertools
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import end_to_end as run_benchmark

sys.path.insert(0, str(run_benchmark.ROOT / "Tools/chaos"))
from processor import server_seconds  # noqa: E402


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=170_000)
    parser.add_argument("--scenarios", type=int, default=12)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peer", type=pathlib.Path, help="the program of Benchmarks/peers/workbook.c")
    parser.add_argument("--folder", type=pathlib.Path, help="keep inputs, database and files here")
    return parser.parse_args()


def run(words, folder, server, **options):
    """Runs a command; returns its processor seconds, the server's meanwhile, and its peak memory in MiB."""
    before = server_seconds(server)
    process = subprocess.Popen(words, cwd=folder, **options)
    peak = 0
    # What the kernel tells at the end counts the memory of this script too, from before the command began.
    while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        peak = max(peak, resident_peak(process.pid))
        time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    if process.returncode != 0:
        sys.exit(f"{' '.join(words)} failed")
    return ended[2].ru_utime + ended[2].ru_stime, server_seconds(server) - before, peak


def resident_peak(process):
    """The most memory that a process has had, in MiB."""
    try:
        lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), default=0)


def measure(name, words, folder, server, repeat, path, **options):
    results = [run(words, folder, server, **options) for _ in range(repeat)]
    own, theirs, peak = (statistics.median(result[index] for result in results) for index in range(3))
    size = path.stat().st_size / 1e6
    print(f"{name:<14} {own + theirs:6.2f} s processor: writer {own:.2f}, server {theirs:.2f}; "
          f"peak {peak:.0f} MiB; {size:.0f} MB", flush=True)
    return own, theirs


def check(folder):
    """Compares the first rows of the workbook with those of the CSV file, with a reader of others."""
    try:
        import openpyxl
    except ImportError:
        print("openpyxl is not installed: the workbook is not read back")
        return
    book = openpyxl.load_workbook(folder / "results.xlsx", read_only=True)
    with open(folder / "results.csv", newline="", encoding="utf-8") as file:
        count = 0
        for theirs, ours in itertools.islice(zip(book.worksheets[0].iter_rows(values_only=True), csv.reader(file)), 20_000):
            for left, right in itertools.zip_longest(theirs, ours):
                same = left == float(right) if isinstance(left, (int, float)) else (left or "") == (right or "")
                if not same:
                    sys.exit(f"the workbook has {left!r} where the CSV file has {right!r}")
            count += 1
    print(f"openpyxl reads {count:,} rows of the workbook as the CSV file has them; sheets {book.sheetnames}")


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="tenor-bench-") as name:
        folder = arguments.folder or pathlib.Path(name)
        folder.mkdir(exist_ok=True)
        # The server may run as another user.
        folder.chmod(0o755)
        bonds = run_benchmark.portfolio(arguments.positions)
        run_benchmark.write_inputs(folder, list(bonds), run_benchmark.shifts(arguments.scenarios))
        run_benchmark.tenor("db", "start", cwd=folder)
        try:
            compare(folder, arguments)
        finally:
            run_benchmark.tenor("db", "stop", cwd=folder)


def compare(folder, arguments):
    status = json.loads(run_benchmark.tenor("db", "status", "--json", cwd=folder))
    server, address = status["process_id"], status["address"]
    run_benchmark.import_inputs(folder)
    options = argparse.Namespace(base_measures=None, measures=run_benchmark.MEASURES, workers=2)
    name, _, _, line = run_benchmark.run_once(folder, options)
    print(line)
    copy = folder / "copy.csv"
    statement = ("COPY (SELECT position_id, measure_no, factor, values FROM valuation_result_1 JOIN position_1 "
                 "USING (position_number) ORDER BY position_number, measure_no, factor) TO STDOUT (FORMAT csv)")
    with open(copy, "wb") as file:
        bound = sum(measure("COPY", ["psql", address, "-qc", statement], folder, server, arguments.repeat, copy, stdout=file))
    for kind in ("csv", "json", "xlsx"):
        path = folder / f"results.{kind}"
        words = [str(run_benchmark.TENOR), "export", "results", name, "--output", path.name]
        own, theirs = measure(kind, words, folder, server, arguments.repeat, path, stderr=subprocess.DEVNULL)
        print(f"{'':<14} {(own + theirs) / bound:.2f} of COPY")
    if arguments.peer:
        path = folder / "peer.xlsx"
        words = [str(arguments.peer.resolve()), "results.csv", path.name]
        peer, _ = measure("libxlsxwriter", words, folder, server, arguments.repeat, path)
        print(f"{'':<14} xlsx takes {own / peer:.2f} of its processor time, reading the results included")
    check(folder)



if __name__ == "__main__":
    main()
