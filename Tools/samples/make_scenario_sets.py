#!/usr/bin/env python3
"""Writes the scenario sets of Samples/scenario-sets: regulatory interest rate shocks, parallel moves and key rates.

The six shocks of interest rate risk in the banking book are those of the Basel Committee: d368 (April 2016), Annex 2, in force
until the end of 2025, and the recalibration of July 2024 (d578; Basel Framework SRP31.90), in force from 2026. Commission
Delegated Regulation (EU) 2024/856, Annex, Part A repeats the table of 2016. With P, S and L the parallel, short and long
shock of a currency and a(t) = exp(-t/4) (SRP31.91):

    parallel  +-P            short  +-S a(t)
    steepener  -0.65 S a(t) + 0.9 L (1 - a(t))
    flattener   0.8  S a(t) - 0.6 L (1 - a(t))

They are written as profiles, exact at the points below and linear between them; beyond 50 years they stay flat. Post-shock
floors, which authorities set differently, are not applied.

usage: Tools/samples/make_scenario_sets.py
"""

import json
import math
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "scenario-sets"

CURRENCIES = "ARS AUD BRL CAD CHF CNY EUR GBP HKD IDR INR JPY KRW MXN RUB SAR SEK SGD TRY USD ZAR".split()
TABLES = {
    "irrbb-2016": {
        "parallel": [400, 300, 400, 200, 100, 250, 200, 250, 200, 400, 400]
        + [100, 300, 400, 400, 200, 200, 150, 400, 200, 400],
        "short": [500, 450, 500, 300, 150, 300, 250, 300, 250, 500, 500]
        + [100, 400, 500, 500, 300, 300, 200, 500, 300, 500],
        "long": [300, 200, 300, 150, 100, 150, 100, 150, 100, 350, 300]
        + [100, 200, 300, 300, 150, 150, 100, 300, 150, 300],
    },
    "irrbb-2024": {
        "parallel": [400, 350, 400, 200, 175, 225, 225, 275, 225, 400, 325]
        + [100, 225, 400, 400, 275, 275, 175, 400, 200, 325],
        "short": [500, 425, 500, 275, 250, 300, 350, 425, 375, 500, 475]
        + [100, 350, 500, 500, 375, 425, 250, 500, 300, 500],
        "long": [300, 300, 300, 175, 200, 150, 200, 250, 200, 300, 225]
        + [100, 225, 200, 300, 250, 200, 225, 300, 225, 300],
    },
}
# So close that between the points a move is within 0.13% of the short shock.
TENORS = (
    ["1D", "1M"]
    + [f"{months}M" for months in range(3, 36, 3)]
    + [f"{months}M" for months in range(36, 96, 6)]
    + [f"{years}Y" for years in (8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 23, 26, 30, 35, 40, 50)]
)
LENGTHS = {"D": 1 / 365, "M": 1 / 12, "Y": 1.0}


def years(tenor):
    return int(tenor[:-1]) * LENGTHS[tenor[-1]]


def profile(currency, move):
    points = [{"tenor": tenor, "basis_points": round(move(math.exp(-years(tenor) / 4)), 6)} for tenor in TENORS]
    return {"rates": {"curves": [currency], "shape": {"profile": {"points": points}}}}


def parallel(basis_points, currency=None):
    rates = {"shape": {"parallel": {"basis_points": basis_points}}}
    return {"rates": {"curves": [currency], **rates} if currency else rates}


def irrbb(name):
    shocks = {c: [TABLES[name][kind][i] for kind in ("parallel", "short", "long")] for i, c in enumerate(CURRENCIES)}

    def scenario(identifier, description, shift):
        return {
            "id": identifier,
            "description": description,
            "shifts": [shift(currency, *shocks[currency]) for currency in CURRENCIES],
        }

    return [
        scenario("PARALLEL_UP", "Parallel shock up", lambda c, p, s, l: parallel(p, c)),
        scenario("PARALLEL_DOWN", "Parallel shock down", lambda c, p, s, l: parallel(-p, c)),
        scenario(
            "STEEPENER",
            "Short rates down and long rates up",
            lambda c, p, s, l: profile(c, lambda a: -0.65 * s * a + 0.9 * l * (1 - a)),
        ),
        scenario(
            "FLATTENER",
            "Short rates up and long rates down",
            lambda c, p, s, l: profile(c, lambda a: 0.8 * s * a - 0.6 * l * (1 - a)),
        ),
        scenario("SHORT_UP", "Short rates shock up", lambda c, p, s, l: profile(c, lambda a: s * a)),
        scenario("SHORT_DOWN", "Short rates shock down", lambda c, p, s, l: profile(c, lambda a: -s * a)),
    ]


def parallels():
    return [
        {
            "id": f"RATES_{'UP' if move > 0 else 'DOWN'}_{abs(move)}BP",
            "description": f"All zero curves {'up' if move > 0 else 'down'} {abs(move)} basis points",
            "shifts": [parallel(move)],
        }
        for move in (100, -100, 200, -200, 300, -300)
    ]


def key_rates():
    tenors = ["3M", "1Y", "2Y", "5Y", "10Y", "20Y", "30Y"]
    return [
        {
            "id": f"KEY_RATE_{tenor}_{'UP' if move > 0 else 'DOWN'}",
            "description": f"Zero rates around {tenor} {'up' if move > 0 else 'down'} {abs(move)} basis points",
            "shifts": [
                {"rates": {"shape": {"key_rate": {"basis_points": move, "key_tenors": tenors, "index": index}}}}
            ],
        }
        for move in (25, -25)
        for index, tenor in enumerate(tenors)
    ]


def write(name, scenarios):
    base = {"id": "BASE", "description": "The market as it is", "shifts": []}
    lines = ",\n".join("    " + json.dumps(scenario) for scenario in [base] + scenarios)
    text = f'{{\n  "id": {json.dumps(name)},\n  "scenarios": [\n{lines}\n  ]\n}}\n'
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


FOLDER.mkdir(exist_ok=True)
for table in TABLES:
    write(table, irrbb(table))
write("parallel", parallels())
write("key-rates", key_rates())
