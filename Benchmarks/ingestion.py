#!/usr/bin/env python3
"""Times the import of instruments and positions, from CSV and from JSON, beside bare COPY and Python's parsers.

usage: swift build -c release --product tenor
       python3 Benchmarks/ingestion.py [--positions 1000000] [--unsorted] [--folder FOLDER]

Each format goes into a fresh private cluster (fsync, checksums, WAL level replica): instruments, then positions, then
both again, which must change nothing. Both formats must give the same snapshot id, or the exit code is 1.

Bound, before measuring: a million positions are 130 MB of rows. COPY of such rows without a key takes the server about
1.5 s of one core, four keys about 3 s, references 1 s; reading and checking 100 MB of CSV takes another core about 2 s.
The bound measured here is psql's binary COPY of the very rows that were stored into a table without keys; the peer is
Python's csv.DictReader or json.load of the same file, which parse and do nothing else.

Seconds by stage are the server's own (log_min_duration_statement); COPY waits for the importer, so its seconds hold
reading and checking when the importer is the slower of the two.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

from end_to_end import TENOR, VALUATION_DATE, portfolio, server_cpu, tenor, write_inputs

STAGES = [
    ("COPY", "copy"), ("CREATE INDEX", "keys"), ("ALTER TABLE position ATTACH", "attach"),
    ("ALTER TABLE", "keys"),
    ("COMMIT", "commit"), ("ANALYZE", "statistics"), ("INSERT", "insert"), ("UPDATE", "insert"), ("SELECT", "read"),
]
STORED = {"instruments": "instrument", "positions": "position_1"}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=1_000_000)
    parser.add_argument("--unsorted", action="store_true", help="rows of positions in random order")
    parser.add_argument("--formats", default="csv,json")
    parser.add_argument("--folder", type=pathlib.Path, help="keep inputs and databases here")
    return parser.parse_args()


# Inputs


def make_inputs(folder, arguments):
    write_inputs(folder, list(portfolio(arguments.positions)), [0.0])
    if arguments.unsorted:
        header, *rows = (folder / "positions.csv").read_text().splitlines(keepends=True)
        random.Random(11).shuffle(rows)
        (folder / "positions.csv").write_text(header + "".join(rows))
    if "json" in arguments.formats:
        for name, numbers in (("instruments", ["coupon", "frequency"]), ("positions", ["quantity", "spread_bp"])):
            write_json(folder, name, numbers)


def write_json(folder, name, numbers):
    with open(folder / f"{name}.csv", newline="") as source, open(folder / f"{name}.json", "w") as file:
        start = "[\n"
        for row in csv.DictReader(source):
            for field in numbers:
                row[field] = float(row[field])
            if "end_of_month" in row:
                row["end_of_month"] = row["end_of_month"] == "true"
            file.write(start + json.dumps(row))
            start = ",\n"
        file.write("\n]\n")


# Measuring


class Import:
    """What one `tenor import` said and took: wall and processor seconds, the server's by stage, peak memory."""

    def __init__(self, folder, *words):
        log = folder / ".tenor/pg/server.log"
        logged, server = log.stat().st_size, server_cpu(folder)
        environment = os.environ | {"PGOPTIONS": "-c log_min_duration_statement=0"}
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as notes:
            start = time.perf_counter()
            process = subprocess.Popen([str(TENOR), "import", *words], cwd=folder, env=environment, stdout=output,
                                       stderr=notes)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            notes.seek(0)
            self.output, self.notes = output.read().strip(), notes.read().strip()
        if process.returncode != 0:
            sys.exit(f"tenor import {' '.join(words)} failed with {process.returncode}: {self.notes}")
        self.importer_cpu = usage.ru_utime + usage.ru_stime
        time.sleep(0.5)  # The server counts a session once it has ended.
        self.server_cpu = server_cpu(folder) - server
        self.peak = usage.ru_maxrss / 1024
        self.stages = stages(log.read_bytes()[logged:].decode())

    def __str__(self):
        split = ", ".join(f"{name} {seconds:.2f}" for name, seconds in self.stages.items() if seconds >= 0.005)
        return (f"{self.seconds:.2f} s; cpu: importer {self.importer_cpu:.2f}, server {self.server_cpu:.2f}; "
                f"peak {self.peak:.0f} MiB; server's stages: {split}")


def stages(log):
    """The server's seconds by stage, from the durations it logged."""
    seconds = {}
    for milliseconds, statement in re.findall(r"duration: ([0-9.]+) ms +(?:statement|execute [^:]+): +(.*)", log):
        name = next((stage for start, stage in STAGES if statement.startswith(start)), "other")
        seconds[name] = seconds.get(name, 0) + float(milliseconds) / 1000
    return seconds


def bare_copy(folder, table):
    """Wall and processor seconds of psql's binary COPY of a table's rows into one like it without keys or checks."""
    address = json.loads(tenor("db", "status", "--json", cwd=folder))["address"]

    def psql(*commands):
        words = [word for command in commands for word in ("-c", command)]
        done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", address, *words], cwd=folder,
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"psql failed: {done.stderr.strip()}")

    psql(f"\\copy {table} TO 'bare.copy' (FORMAT binary)", f"CREATE TABLE bare (LIKE {table})")
    time.sleep(0.5)
    server, clients, start = server_cpu(folder), children_cpu(), time.perf_counter()
    psql("\\copy bare FROM 'bare.copy' (FORMAT binary)")
    seconds = time.perf_counter() - start
    time.sleep(0.5)
    cpu = server_cpu(folder) - server + children_cpu() - clients
    psql("DROP TABLE bare")
    (folder / "bare.copy").unlink()
    return seconds, cpu


def children_cpu():
    """Processor seconds of the processes that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def python_parse(path):
    """Wall and processor seconds of Python's parser over a file."""
    start, processor = time.perf_counter(), time.process_time()
    if path.suffix == ".json":
        json.loads(path.read_bytes())
    else:
        with open(path, newline="") as file:
            for _ in csv.DictReader(file):
                pass
    return time.perf_counter() - start, time.process_time() - processor


def aside(function, *arguments):
    """What a function gives, run in a child: a process that is started counts its starter's memory as its own peak."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(function(*arguments)).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        result = pipe.read()
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"{function.__name__} failed")
    return json.loads(result)


def measure(folder, inputs, suffix, count):
    """Imports everything into a fresh cluster in `folder`; gives the snapshot's id."""
    tenor("db", "start", cwd=folder)
    tenor("db", "migrate", cwd=folder)
    print(f"{suffix}, {count:,} instruments and positions")
    snapshot = None
    for kind in ("instruments", "positions"):
        path = inputs / f"{kind}.{suffix}"
        words = [kind, str(path)] + (["--as-of", VALUATION_DATE, "--id-only"] if kind == "positions" else [])
        checked = Import(folder, *words, "--dry-run")
        print(f"  {kind} checked   {checked}")
        stored = Import(folder, *words)
        print(f"  {kind} stored    {stored}, {count / stored.seconds:,.0f} rows/s")
        again = Import(folder, *words)
        print(f"  {kind} again     {again}")
        if kind == "positions":
            snapshot = stored.output
            if again.output != snapshot:
                sys.exit(f"the same positions gave {snapshot}, then {again.output}")
        cpu = stored.importer_cpu + stored.server_cpu
        for name, (seconds, processor) in (("bare COPY", bare_copy(folder, STORED[kind])),
                                           ("Python's parser", aside(python_parse, path))):
            print(f"  {kind} ratio     {stored.seconds / seconds:.1f} times {name} by the clock ({seconds:.2f} s), "
                  f"{cpu / processor:.1f} times by processor time ({processor:.2f} s)")
    return snapshot


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="tenor-bench-") as name:
        folder = arguments.folder or pathlib.Path(name)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        aside(make_inputs, folder, arguments)
        snapshots = set()
        for suffix in arguments.formats.split(","):
            with tempfile.TemporaryDirectory(prefix=f"{suffix}-", dir=folder) as cluster:
                os.chmod(cluster, 0o755)
                try:
                    snapshots.add(measure(pathlib.Path(cluster), folder, suffix, arguments.positions))
                finally:
                    subprocess.run([str(TENOR), "db", "stop"], cwd=cluster, capture_output=True)
        if len(snapshots) != 1:
            print(f"the formats gave different snapshots: {', '.join(sorted(snapshots))}")
            return 1
        return 0


if __name__ == "__main__":
    sys.exit(main())
