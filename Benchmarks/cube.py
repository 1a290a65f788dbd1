#!/usr/bin/env python3
"""Cubes and tail risk over HTTP on a large run, beside a plain sum over its stored values.

usage: swift build -c release --product tenor
       python3 Benchmarks/cube.py [--positions 1000000] [--scenarios 101] [--repeat 3] [--folder KEPT]

Instruments have 5,000 issuers, 12 sectors, 20 ratings or none, 30 countries, 15 vintages and up to two of 6 tags.

Bound: PostgreSQL reads and adds up the value of every position, without any join ("sum of values"). Asked for: a cube of one
measure and scenario within a second.

Processor seconds are those of the database's sessions, and for tail risk of the service too; the best of the repeats.
"""
import argparse
import csv
import os
import pathlib
import random

import end_to_end as run_benchmark
import risk as risk_benchmark


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--positions", type=int, default=1_000_000)
    parser.add_argument("--scenarios", type=int, default=101)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, help="keep the database here, and use the run that is there")
    return parser.parse_args()


def add_reference_data(path):
    """Gives every instrument of the file what cubes group by."""
    generator = random.Random(11)
    with open(path, newline="") as file:
        head, *rows = csv.reader(file)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head + ["issuer", "sector", "rating", "country", "vintage", "tags"])
        for row in rows:
            rating = generator.randrange(21)
            tags = sorted({f"tag-{generator.randrange(6)}" for _ in range(generator.randrange(3))})
            writer.writerow(row + [
                f"Issuer {generator.randrange(5_000):04d}", f"SECTOR-{generator.randrange(12):02d}",
                f"R{rating:02d}" if rating < 20 else "", chr(65 + generator.randrange(26)) + "A",
                2008 + generator.randrange(15), ";".join(tags),
            ])


def make_run(folder, arguments):
    run_benchmark.tenor("db", "start", cwd=folder)
    run_benchmark.tenor("db", "migrate", cwd=folder)
    if not (folder / "run").exists():
        bonds = list(run_benchmark.portfolio(arguments.positions))
        run_benchmark.write_inputs(folder, bonds, run_benchmark.shifts(arguments.scenarios))
        add_reference_data(folder / "instruments.csv")
        run_benchmark.import_inputs(folder)
        settings = argparse.Namespace(measures="PV", base_measures="DV01,EFFECTIVE_DURATION", workers=2)
        run, _, _, line = run_benchmark.run_once(folder, settings)
        print(line)
        (folder / "run").write_text(run)
    return (folder / "run").read_text()


def measure(folder, arguments):
    run = make_run(folder, arguments)
    bound = risk_benchmark.sum_of_values(folder, run, arguments.repeat)
    with risk_benchmark.serving(folder) as (server, get):
        def service_cpu():
            fields = pathlib.Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

        print("| question | wall s | processor s of the database | times the plain sum | of the service |\n|---|---|---|---|---|")
        print(f"| sum of values, in SQL | {bound[0]:.2f} | {bound[1]:.2f} | 1 | |")
        questions = {
            "value by currency": "cube?rows=currency",
            "value by sector and rating": "cube?rows=sector&columns=rating",
            "value by sector, rating and tag": "cube?rows=sector,rating&columns=tag",
            "value by issuer, the 20 largest": "cube?rows=issuer&top=20",
            "value by maturity and vintage": "cube?rows=maturity&columns=vintage",
            "change of value under one scenario by sector and rating":
                "cube?rows=sector&columns=rating&scenario=PARALLEL_%2B1&difference=true",
            "effective duration by sector and rating": "cube?rows=sector&columns=rating&measure=EFFECTIVE_DURATION",
            "value by rating of one sector": "cube?rows=rating&sector=SECTOR-03",
            "tail risk of everything and its children": "risk/var?confidence=0.99",
            "tail risk by sector and rating": "cube?rows=sector&columns=rating&confidence=0.99",
        }
        for name, path in questions.items():
            before, asked = service_cpu(), arguments.repeat
            wall, cpu = risk_benchmark.best(
                folder, asked, lambda path=path: get(f"/v1/runs/{run}/{path}"))
            own = (service_cpu() - before) / asked
            print(f"| {name} | {wall:.2f} | {cpu:.2f} | {cpu / max(bound[1], 0.01):.1f} | {own:.2f} |", flush=True)
        peak = next(line for line in pathlib.Path(f"/proc/{server.pid}/status").read_text().splitlines()
                    if line.startswith("VmHWM"))
        print(f"peak memory of the service: {int(peak.split()[1]) // 1024} MiB")


if __name__ == "__main__":
    risk_benchmark.in_folder(parse_arguments(), "tenor-cube-", measure)
