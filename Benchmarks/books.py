#!/usr/bin/env python3
"""Searches, listings, comparisons and what-if questions about a large book, over HTTP.

usage: swift build -c release --product tenor
       python3 Benchmarks/books.py [--positions 1000000] [--scenarios 12] [--repeat 9] [--folder FOLDER]

Every line is the median of --repeat requests to one service, server and database on this machine. Searches and lists
stand beside one look at every row that they choose from, by psql in the same database: count(*) without a condition.
What-if stands beside the run that it replaces: of the changed book, imported before, by one worker.

Bound, before measuring: a search that finds little looks at 200 bytes an instrument, 200 MB of buffers per million, about
0.1 s of processor time, divided by the helpers that the server grants. A what-if prices its changes alone: milliseconds,
after the first question has read all vectors, about a microsecond a value.
"""
import argparse
import csv
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from end_to_end import TENOR, VALUATION_DATE, portfolio, shifts, tenor, write_inputs

SECTORS = ["BANK", "UTILITY", "ENERGY", "TECH", "SOVEREIGN"]
COUNTRIES = ["US", "GB", "DE", "FR", "JP", "IT", "CA", "AU", "SE", "CH"]
CHANGES = 1_000


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=1_000_000)
    parser.add_argument("--scenarios", type=int, default=12)
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--folder", type=pathlib.Path, help="keep inputs and database here")
    return parser.parse_args()


def add_reference_data(path):
    """Issuer, sector, country and name of every bond; one bond in a thousand is a rare kind."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    for index, row in enumerate(rows):
        issuer = f"Issuer {index * 7919 % 20_011:05d} Holdings"
        row["issuer"] = issuer
        row["sector"] = "RARE" if index % 1000 == 7 else SECTORS[index // 11 % 5]
        row["country"] = COUNTRIES[index // 3 % 10]
        row["name"] = f"{issuer} {float(row['coupon']) * 100:g}% {row['maturity'][:4]}"
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_changed_positions(folder):
    """The book with its first positions doubled; returns the changes."""
    changes = []
    with open(folder / "positions.csv", newline="") as old, open(folder / "changed.csv", "w", newline="") as new:
        rows = csv.DictReader(old)
        writer = csv.DictWriter(new, rows.fieldnames)
        writer.writeheader()
        for index, row in enumerate(rows):
            if index < CHANGES:
                row["quantity"] = 2 * int(row["quantity"])
                changes.append({"action": "resize", "position_id": row["position_id"], "quantity": row["quantity"]})
            writer.writerow(row)
    return changes


def database_seconds(folder, sql):
    """Milliseconds of a statement by the server's own account."""
    done = subprocess.run(
        ["psql", "-X", "-qAt", "-h", str(folder / ".tenor/pg/socket"), "-U", "tenor", "-d", "tenor", "-c",
         f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[0]["Execution Time"] / 1_000


class Client:
    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"

    def ask(self, path, body=None):
        data = json.dumps(body).encode() if body else None
        headers = {"Content-Type": "application/json"} if body else {}
        request = urllib.request.Request(self.address + path, data, headers)
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)

    def seconds(self, repeat, path, body=None):
        times = []
        for _ in range(repeat):
            start = time.perf_counter()
            answer = self.ask(path, body)
            times.append(time.perf_counter() - start)
        return statistics.median(times), answer


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def line(name, seconds, beside="", reference=None):
    ratio = f"  {seconds / reference:6.2f} times {beside} ({1_000 * reference:,.1f} ms)" if reference else ""
    print(f"{name:<58} {1_000 * seconds:10,.1f} ms{ratio}", flush=True)


def make_run(folder, positions):
    run = tenor("run", "create", "--positions", positions, "--scenarios", "scenarios.json",
                "--measures", "PV,DV01,YIELD", "--id-only", cwd=folder)
    tenor("worker", "--until-idle", "--quiet", cwd=folder)
    return run


def measure_reads(client, folder, snapshot, other, repeat):
    scan = database_seconds(folder, "SELECT count(*) FROM instrument_current")
    scan = min(scan, database_seconds(folder, "SELECT count(*) FROM instrument_current"))
    for name, query in [
        ("search: a sector that many have", {"sector": "TECH"}),
        ("search: a sector that few have", {"sector": "RARE"}),
        ("search: text that many have", {"text": "holdings"}),
        ("search: text of one issuer", {"text": "issuer 00042"}),
        ("search: text that nobody has", {"text": "no such thing"}),
        ("search: few in two conditions", {"sector": "RARE", "country": "JP"}),
        ("search: the beginning of an id", {"id_prefix": "B00042"}),
    ]:
        seconds, _ = client.seconds(repeat, "/v1/instruments?" + urllib.parse.urlencode(query))
        line(name, seconds, "a count of all", scan)
    path = f"/v1/positions/snapshots/{snapshot}"
    number = "(SELECT max(position_snapshot_no) - 1 FROM position)"
    scan = database_seconds(folder, f"SELECT count(*) FROM position WHERE position_snapshot_no = {number}")
    for name, more in [
        ("positions: a page", "/positions"),
        ("positions: a page of a node", "/positions?node=BENCH/BOOK-13"),
        ("totals by book", "/totals"),
    ]:
        seconds, _ = client.seconds(repeat, path + more)
        line(name, seconds, "a count of all", scan)
    seconds, page = client.seconds(repeat, f"/v1/positions/comparison?before={snapshot}&after={other}&limit=1000")
    line(f"comparison: {len(page['items'])} of all positions differ", seconds, "a count of all", scan)


def measure_what_if(client, run, changed_run, changes, full, repeat):
    body = {"changes": changes, "measures": ["PV", "DV01"]}
    first, answer = client.seconds(1, f"/v1/runs/{run}/what-if", body)
    line("what if, the first question about a run", first, "a run of the changed book", full)
    seconds, answer = client.seconds(repeat, f"/v1/runs/{run}/what-if", body)
    line(f"what if {len(changes):,} positions were doubled", seconds, "a run of the changed book", full)
    seconds, _ = client.seconds(repeat, f"/v1/runs/{run}/what-if", {**body, "changes": changes[:1]})
    line("what if one position was doubled", seconds, "a run of the changed book", full)
    one = {**body, "changes": changes[:1], "limits": True}
    seconds, _ = client.seconds(repeat, f"/v1/runs/{run}/what-if", one)
    line("the same, with a limit on DV01 and one on the largest issuer", seconds, "a run of the changed book", full)
    stored = client.ask(f"/v1/runs/{changed_run}/nodes?is_reporting_total=true&limit=1000")
    totals = {(item["node"], item["product_type"], item["measure"]): item["cells"] for item in stored["items"]}
    for item in answer["items"]:
        cells = totals[(item["node"], item.get("product_type"), item["measure"])]
        if [cell.get("value") for cell in cells] != [cell.get("after") for cell in item["cells"]]:
            sys.exit(f"{item['node']} {item['measure']}: what if and the run of the changed book differ")
    print(f"{len(answer['items'])} totals have the bits of that run")


def measure(folder, arguments):
    bonds = list(portfolio(arguments.positions))
    write_inputs(folder, bonds, shifts(arguments.scenarios))
    add_reference_data(folder / "instruments.csv")
    changes = write_changed_positions(folder)
    tenor("db", "start", cwd=folder)
    try:
        tenor("import", "market", "market.json", cwd=folder)
        tenor("import", "instruments", "instruments.csv", cwd=folder)
        for name, *words in (("dv01", "--measure", "DV01", "--minimum", "-1e12", "--currency", "USD"),
                             ("issuer", "--concentration", "issuer", "--largest", "1", "--maximum", "0.5")):
            tenor("limit", "add", name, *words, "--by", "ann", cwd=folder)
            tenor("limit", "approve", name, "--by", "bob", cwd=folder)
        snapshots = [tenor("import", "positions", name, "--as-of", VALUATION_DATE, "--id-only", cwd=folder)
                     for name in ("positions.csv", "changed.csv")]
        run = make_run(folder, snapshots[0])
        start = time.perf_counter()
        changed_run = make_run(folder, snapshots[1])
        full = time.perf_counter() - start
        port = free_port()
        serve = [str(TENOR), "serve", "--port", str(port), "--quiet"]
        with subprocess.Popen(serve, cwd=folder, stdout=subprocess.PIPE) as server:
            try:
                server.stdout.readline()
                client = Client(port)
                measure_reads(client, folder, *snapshots, arguments.repeat)
                measure_what_if(client, run, changed_run, changes, full, arguments.repeat)
            finally:
                server.terminate()
    finally:
        tenor("db", "stop", cwd=folder)


def main():
    arguments = parse_arguments()
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        measure(arguments.folder, arguments)
        return
    with tempfile.TemporaryDirectory(prefix="tenor-books-") as name:
        folder = pathlib.Path(name)
        # The database's server does not run as root, and must reach its folder.
        folder.chmod(0o755)
        measure(folder, arguments)


main()
