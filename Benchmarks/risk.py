#!/usr/bin/env python3
"""Reads of risk over HTTP on a large run, beside a plain sum over its stored values.

usage: swift build -c release --product tenor
       python3 Benchmarks/risk.py [--positions 1000000] [--scenarios 14] [--repeat 3] [--folder KEPT]

What is rolled up (totals, profits, contributions, concentration by currency) is a few rows, however large the run. Rankings
and concentration by instrument read the value of every position below the node, its place and its instrument.

Bound: PostgreSQL reads and adds up the value of every position, without any join ("sum of values").

Processor seconds are those of the database's sessions; the best of the repeats.
"""
import argparse
import contextlib
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request

import end_to_end as run_benchmark

TENOR = run_benchmark.TENOR


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=1_000_000)
    parser.add_argument("--scenarios", type=int, default=14)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, help="keep the database here, and use the run that is there")
    return parser.parse_args()


def make_run(folder, arguments):
    run_benchmark.tenor("db", "start", cwd=folder)
    run_benchmark.tenor("db", "migrate", cwd=folder)
    if not (folder / "run").exists():
        bonds = list(run_benchmark.portfolio(arguments.positions))
        run_benchmark.write_inputs(folder, bonds, run_benchmark.shifts(arguments.scenarios))
        run_benchmark.import_inputs(folder)
        settings = argparse.Namespace(measures="PV", base_measures="DV01,CS01", workers=2)
        run, _, _, line = run_benchmark.run_once(folder, settings)
        print(line)
        (folder / "run").write_text(run)
    return (folder / "run").read_text()


def sessions_cpu(folder):
    """Processor seconds of the server and all its sessions, those that have ended too."""
    postmaster = (folder / ".tenor/pg/data/postmaster.pid").read_text().split()[0]
    ticks = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if stat.parent.name == postmaster:
            ticks += sum(map(int, fields[11:15]))
        elif fields[1] == postmaster:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def best(folder, repeat, ask):
    """Wall and processor seconds of the best of some repeats."""
    found = []
    for _ in range(repeat):
        cpu, start = sessions_cpu(folder), time.perf_counter()
        ask()
        found.append((time.perf_counter() - start, sessions_cpu(folder) - cpu))
    return min(found)


def sum_of_values(folder, run, repeat):
    """The bound: the value of every position added up in SQL, without a join."""
    address = (folder / ".tenor/pg/data/postmaster.pid").read_text().splitlines()[4]
    psql = ["psql", "-qAt", "-h", address, "-U", "tenor", "-d", "tenor", "-c"]
    number = subprocess.check_output([*psql, f"SELECT run_no FROM run WHERE run_id = '{run}'"], text=True).strip()
    plain = f"SELECT sum(\"values\"[1]) FROM valuation_result_{number} WHERE measure_no = 1 AND factor = ''"
    return best(folder, repeat, lambda: subprocess.run([*psql, plain], check=True, capture_output=True))


@contextlib.contextmanager
def serving(folder, *services):
    """A server of some services, all of them when none is named; gives its process and what asks it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = subprocess.Popen([str(TENOR), "serve", *services, "--port", str(port), "--quiet"], cwd=folder,
                              stdout=subprocess.DEVNULL)

    def get(path):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
            return answer.read()

    try:
        for _ in range(100):
            try:
                get("/health/ready")
                break
            except OSError:
                time.sleep(0.1)
        yield server, get
    finally:
        server.terminate()
        server.wait()


def measure(folder, arguments):
    run = make_run(folder, arguments)
    bound = sum_of_values(folder, run, arguments.repeat)
    with serving(folder, "risk") as (_, get):
        print("| question | wall s | processor s of the database | times the plain sum |\n|---|---|---|---|")
        print(f"| sum of values, in SQL | {bound[0]:.3f} | {bound[1]:.2f} | 1 |")
        questions = {
            "totals of everything and its children": "",
            "profits under every scenario": "/scenarios",
            "contributions of children to DV01": "/contributions?quantity=DV01&node=BENCH",
            "concentration by currency": "/concentration?attribute=currency",
            "concentration by instrument": "/concentration?attribute=instrument",
            "the 20 largest positions": "/positions?ranking=largest",
            "the 20 largest positions of one book in 20": "/positions?ranking=largest&node=BENCH/BOOK-07",
        }
        for name, path in questions.items():
            wall, cpu = best(folder, arguments.repeat, lambda path=path: get(f"/v1/runs/{run}/risk{path}"))
            print(f"| {name} | {wall:.3f} | {cpu:.2f} | {cpu / bound[1]:.2f} |", flush=True)


def in_folder(arguments, prefix, measure):
    """Measures in the folder that is kept, or in one that is not, and stops its database."""
    with tempfile.TemporaryDirectory(prefix=prefix) as name:
        folder = arguments.folder or pathlib.Path(name)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        try:
            measure(folder, arguments)
        finally:
            subprocess.run([str(TENOR), "db", "stop"], cwd=folder, capture_output=True)


if __name__ == "__main__":
    in_folder(parse_arguments(), "tenor-risk-", measure)
