#!/usr/bin/env python3
"""Reads of a run of a million positions over HTTP, beside a service in FastAPI and psycopg that asks the same tables.

usage: swift build -c release --product tenor
       (cd Benchmarks && swift build -c release --product load)
       python3 -m venv peer && peer/bin/pip install 'fastapi==0.165.0' 'uvicorn[standard]==0.54.0' orjson==3.13.0 \\
         'psycopg[binary,pool]==3.3.9'
       peer/bin/python Benchmarks/services.py [--positions 1000000] [--scenarios 100] [--rate 1000] [--seconds 15]

node    the value of a portfolio node and those below it, all scenarios, from the roll-ups
page    50 positions with their value under BASE, from a key anywhere in the run
mixed   40% node, 20% page, 20% all scenarios of one position, 10% the run itself, 10% its progress

At a rate, a request's time counts from when it was due. "most" asks again as soon as an answer is there, on 16
connections. Server, database and the asking program share the machine's cores; the peer has two processes, one a core.

Bound: a page is about 0.5 ms of PostgreSQL; at 1,000 a second that is half a core, and as much again for everything else
leaves the second core to the rest.
"""
import argparse
import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import end_to_end as run_benchmark

try:
    import psycopg
except ImportError:
    sys.exit("the peer is missing: see the first lines of this file")

ROOT = run_benchmark.ROOT
TENOR = run_benchmark.TENOR
LOAD = ROOT / "Benchmarks/.build/release/load"
# Milliseconds at the rate asked for.
P95, P99 = 10, 50


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=1_000_000)
    parser.add_argument("--scenarios", type=int, default=100)
    parser.add_argument("--rate", type=int, default=1_000, help="requests a second")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--folder", type=pathlib.Path, help="keep the database here, and use the run that is there")
    return parser.parse_args()


def make_run(folder, arguments):
    """The id of a run of the book, made unless the folder has one."""
    run_benchmark.tenor("db", "start", cwd=folder)
    run_benchmark.tenor("db", "migrate", cwd=folder)
    with psycopg.connect(database(folder)) as connection:
        found = connection.execute("SELECT run_id FROM run WHERE state = 'SUCCEEDED' ORDER BY run_no DESC").fetchone()
    if found:
        return found[0]
    bonds = list(run_benchmark.portfolio(arguments.positions))
    run_benchmark.write_inputs(folder, bonds, run_benchmark.shifts(arguments.scenarios))
    run_benchmark.import_inputs(folder)
    settings = argparse.Namespace(measures="PV", base_measures="DV01,CS01", workers=2)
    run, _, _, line = run_benchmark.run_once(folder, settings)
    print(line)
    return run


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return json.load(answer)


def until_up(port, path, process):
    for _ in range(200):
        if process.poll() is not None:
            sys.exit(f"the server on port {port} ended")
        try:
            return get(port, path)
        except OSError:
            time.sleep(0.1)
    sys.exit(f"the server on port {port} does not answer")


def cursors(port, run):
    """Words of pages at every depth."""
    found, cursor = [], None
    while True:
        query = f"/v1/runs/{run}/results?measure=PV&scenario=BASE&limit=1000" + (f"&cursor={cursor}" if cursor else "")
        cursor = get(port, query).get("next_cursor")
        if not cursor:
            return found
        found.append(cursor)


def own_paths(port, run, positions):
    generator = random.Random(11)
    books = [f"BENCH/BOOK-{index:02d}" for index in range(20)]
    pages = [f"/v1/runs/{run}/results?measure=PV&scenario=BASE&limit=50&cursor={word}" for word in cursors(port, run)]

    def node():
        name = urllib.parse.quote(generator.choice(books), safe="")
        return f"/v1/runs/{run}/nodes?node={name}&measure=PV&is_reporting_total=true&limit=50"

    def position():
        return f"/v1/runs/{run}/results?position_id=P{generator.randrange(positions):07d}&measure=PV"

    choices = [node] * 4 + [lambda: generator.choice(pages)] * 2 + [position] * 2
    choices += [lambda: f"/v1/runs/{run}", lambda: f"/v1/runs/{run}/progress"]
    count = 5_000
    return {
        "node": [node() for _ in range(count)],
        "page": [generator.choice(pages) for _ in range(count)],
        "mixed": [generator.choice(choices)() for _ in range(count)],
    }


def peer_paths(positions):
    generator = random.Random(11)
    return {
        "node": [f"/nodes?node=BENCH/BOOK-{generator.randrange(20):02d}" for _ in range(5_000)],
        "page": [f"/page?after={generator.randrange(positions - 50)}" for _ in range(5_000)],
    }


def load(folder, port, paths, rate, seconds):
    file = folder / "paths.txt"
    file.write_text("\n".join(paths))
    words = [str(LOAD), "--port", str(port), "--paths", str(file), "--rate", str(rate), "--seconds", str(seconds)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} failed: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def line(name, who, how, result):
    print(f"| {name} | {who} | {how} | {result['per_second']} | {result['p50']:.2f} | {result['p95']:.2f} "
          f"| {result['p99']:.2f} | {result['max']:.1f} | {result['errors']} |", flush=True)


def database(folder):
    return f"host={(folder / '.tenor/pg/data/postmaster.pid').read_text().splitlines()[4]} user=tenor dbname=tenor"


def numbers(folder, run):
    """The numbers of the run and of its positions in the tables' names."""
    with psycopg.connect(database(folder)) as connection:
        return connection.execute("SELECT run_no, position_snapshot_no FROM run WHERE run_id = %s", (run,)).fetchone()


def measure(folder, arguments):
    run = make_run(folder, arguments)
    run_number, position_number = numbers(folder, run)
    ports = free_port(), free_port()
    environment = os.environ | {
        "PEER_DATABASE": database(folder), "PEER_RUN": str(run_number), "PEER_POSITIONS": str(position_number)}
    peer = [sys.executable, "-m", "uvicorn", "services:app", "--app-dir", str(ROOT / "Benchmarks/peers"), "--port",
            str(ports[1]), "--workers", "2", "--log-level", "warning", "--no-access-log"]
    processes = [subprocess.Popen([str(TENOR), "serve", "--port", str(ports[0]), "--quiet"], cwd=folder,
                                  stdout=subprocess.DEVNULL),
                 subprocess.Popen(peer, env=environment)]
    good = True
    try:
        until_up(ports[0], "/health/ready", processes[0])
        until_up(ports[1], "/page?after=0", processes[1])
        own, other = own_paths(ports[0], run, arguments.positions), peer_paths(arguments.positions)
        print("| reads | service | asked | answers/s | p50 ms | p95 | p99 | max | errors |\n|---|---|---|---|---|---|---|---|---|")
        for name in ("node", "page"):
            most = {}
            for who, port, paths in (("Tenor", ports[0], own[name]), ("FastAPI", ports[1], other[name])):
                load(folder, port, paths, 0, 2)
                most[who] = load(folder, port, paths, 0, arguments.seconds)
                line(name, who, "most", most[who])
                line(name, who, f"{arguments.rate}/s", load(folder, port, paths, arguments.rate, arguments.seconds))
            print(f"{name}: {most['Tenor']['per_second'] / most['FastAPI']['per_second']:.1f} times the peer's answers a second",
                  file=sys.stderr)
        line("mixed", "Tenor", "most", load(folder, ports[0], own["mixed"], 0, arguments.seconds))
        result = load(folder, ports[0], own["mixed"], arguments.rate, arguments.seconds)
        line("mixed", "Tenor", f"{arguments.rate}/s", result)
        good = result["p95"] <= P95 and result["p99"] <= P99 and result["errors"] == 0
    finally:
        for process in processes:
            process.terminate()
            process.wait()
    return good


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="tenor-services-") as name:
        folder = arguments.folder or pathlib.Path(name)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        try:
            return 0 if measure(folder, arguments) else 1
        finally:
            subprocess.run([str(TENOR), "db", "stop"], cwd=folder, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
