#!/usr/bin/env python3
"""Writes Samples/scenario-sets/fed-2026.json from fed_2026_final.csv beside this script.

That file is part of the Federal Reserve Board's supervisory scenarios of 2026 (final; public domain): six variables of the United States in
the last quarter of history and the thirteen of each scenario. Standard library only; the same input gives the same bytes.

House prices, unemployment and mortgage rates become paths of the economy, quarter by quarter. Treasury rates of 3 months, 5 and 10 years
become one shift of zero rates in US dollars, at once: their change from the last quarter of history to the fourth quarter of the scenario,
when the severe scenario's 10-year yield is first at its lowest; straight between the three, level before and beyond.

usage: Tools/samples/make_fed_scenarios.py
"""

import csv
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parents[1] / "Samples" / "scenario-sets" / "fed-2026.json"
TENORS = {"3M": "3-month Treasury rate", "5Y": "5-year Treasury yield", "10Y": "10-year Treasury yield"}
SHOCK = 4  # quarters from the last of history
TEXT = (
    "Federal Reserve supervisory scenarios 2026, final, {}: house prices, unemployment and mortgage rates, 2025Q4 to 2029Q1; "
    "Treasury rates as of 2026Q4, at once; Board of Governors, public domain"
)


def paths():
    """Values by scenario and variable, the last quarter of history first."""
    found = {}
    with open(HERE / "fed_2026_final.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["scenario"], row["variable"]), []).append((row["quarter"], float(row["value"])))
    return {
        (scenario, variable): [value for _, value in found["historic", variable] + sorted(values)]
        for (scenario, variable), values in found.items()
        if scenario != "historic"
    }


def scenario(name, all_paths):
    def path(variable, scale):
        return "[" + ", ".join(f"{round(value / scale, 6):g}" for value in all_paths[name, variable]) + "]"

    points = []
    for tenor, variable in TENORS.items():
        values = all_paths[name, variable]
        points.append(f'{{"tenor": "{tenor}", "basis_points": {round(100 * (values[SHOCK] - values[0])):d}}}')
    return (
        f'    {{"id": "FED_2026_{name.upper()}", "description": "{TEXT.format(name.replace("_", " "))}",\n'
        f'     "shifts": [{{"rates": {{"curves": ["USD"], "shape": {{"profile": {{"points": [{", ".join(points)}]}}}}}}}}],\n'
        f'     "economy": {{\n'
        f'       "house_prices": {path("House Price Index (Level)", 1)},\n'
        f'       "unemployment": {path("Unemployment rate", 100)},\n'
        f'       "mortgage_rates": {path("Mortgage rate", 100)}}}}}'
    )


def main():
    all_paths = paths()
    base = '    {"id": "BASE", "description": "The market as it is", "shifts": []}'
    scenarios = ",\n".join([base, scenario("baseline", all_paths), scenario("severely_adverse", all_paths)])
    OUT.write_text(f'{{\n  "id": "fed-2026",\n  "scenarios": [\n{scenarios}\n  ]\n}}\n', encoding="utf-8")


main()
