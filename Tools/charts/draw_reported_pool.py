#!/usr/bin/env python3
"""Draws docs/models/ubs-2017-c1.svg: the cash of a real pool as reported, by contract, and with what happened.

    P=Samples/deals/ubs-2017-c1
    tenor collateral compare $P/loans.csv --reported $P/reported.csv.gz --first-month 2017-07 --csv > contract.csv
    tenor collateral compare $P/loans.csv --reported $P/reported.csv.gz --first-month 2017-07 \\
      --outcomes $P/outcomes.csv --csv > outcomes.csv
    python3 Tools/charts/draw_reported_pool.py contract.csv outcomes.csv docs/models/ubs-2017-c1.svg

Standard library only; the same input gives the same bytes.
"""

import csv
import itertools
import math
import sys

WIDTH, LEFT, RIGHT = 860, 76, 20
PANEL, GAP, TOP = 190, 62, 66
CASH = ("interest", "scheduled_principal", "unscheduled_principal")
REPORTED, CONTRACT, OUTCOMES = "#a9b8cc", "#b8480f", "#17457f"
INK, GRID = "#26303c", "#dfe4ea"


def read(path):
    """Months, and cash of each month as projected and as reported, in millions."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def cash(kind):
        return [sum(float(row[f"{kind}_{part}"]) for part in CASH) / 1e6 for row in rows]

    return [row["month"] for row in rows], cash("projected"), cash("reported")


def running(values):
    return list(itertools.accumulate(values))


def less(one, other):
    return [a - b for a, b in zip(one, other)]


class Panel:
    """One diagram: months to the right, a quantity upwards."""

    def __init__(self, number, title, months, ticks, logarithmic=False, unit=""):
        self.top = TOP + number * (PANEL + GAP)
        self.months = months
        self.scale = math.log if logarithmic else float
        self.low, self.high = self.scale(ticks[0]), self.scale(ticks[-1])
        self.parts = [f'<text x="{LEFT}" y="{self.top - 12}" class="title">{title}</text>']
        for tick in ticks:
            y = self.y(tick)
            self.parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
            text = f"{tick:,g}".replace("-", "\u2212")
            self.parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" class="tick" text-anchor="end">{text}{unit}</text>')
        for place, month in enumerate(months):
            if month.endswith("-01"):
                x = self.x(place)
                bottom = self.top + PANEL
                self.parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{self.top}" y2="{bottom}" class="grid"/>')
                self.parts.append(f'<text x="{x:.1f}" y="{bottom + 17}" class="tick" text-anchor="middle">{month[:4]}</text>')

    def x(self, place):
        return LEFT + (WIDTH - LEFT - RIGHT) * place / (len(self.months) - 1)

    def y(self, value):
        return self.top + PANEL * (self.high - self.scale(value)) / (self.high - self.low)

    def line(self, values, colour, width, dashes=""):
        points = " ".join(f"{self.x(place):.1f},{self.y(value):.1f}" for place, value in enumerate(values))
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed} stroke-linejoin="round"/>'
        )


def legend():
    parts, x = [], LEFT
    for text, colour, width, dashes in (
        ("as reported", REPORTED, 6, ""),
        ("projected by contract", CONTRACT, 1.6, ' stroke-dasharray="5 3"'),
        ("projected with what happened", OUTCOMES, 1.6, ""),
    ):
        parts.append(f'<line x1="{x}" x2="{x + 34}" y1="22" y2="22" stroke="{colour}" stroke-width="{width}"{dashes}/>')
        parts.append(f'<text x="{x + 42}" y="26" class="label">{text}</text>')
        x += 62 + 7 * len(text)
    return parts


def main(arguments):
    if len(arguments) != 4:
        raise SystemExit(__doc__)
    months, contract, reported = read(arguments[1])
    other, outcomes, _ = read(arguments[2])
    if other != months:
        raise SystemExit("the two comparisons are of different months")

    monthly = Panel(0, "Cash of the month, million USD (logarithmic)", months, [2, 5, 10, 20, 50], logarithmic=True)
    total = Panel(1, "Cash from July 2017 on, million USD", months, [0, 100, 200, 300, 400, 500])
    panels = [monthly, total]
    for panel, change in ((monthly, list), (total, running)):
        panel.line(change(reported), REPORTED, 6)
        panel.line(change(contract), CONTRACT, 1.6, "5 3")
        panel.line(change(outcomes), OUTCOMES, 1.6)
    gap = Panel(2, "By contract less reported, from July 2017 on, million USD", months, [-60, -40, -20, 0, 20])
    gap.line(running(less(contract, reported)), CONTRACT, 1.8)
    near = Panel(3, "With what happened less reported, from July 2017 on, thousand USD", months, [-50, 0, 50, 100])
    near.line([1000 * value for value in running(less(outcomes, reported))], OUTCOMES, 1.8)
    panels += [gap, near]
    for panel, values in ((monthly, contract + outcomes + reported), (gap, running(less(contract, reported))),
                          (near, [1000 * value for value in running(less(outcomes, reported))]),
                          (total, running(contract) + running(reported))):
        outside = [value for value in values if not panel.low <= panel.scale(value) <= panel.high]
        if outside:
            raise SystemExit(f"{panel.parts[0]}: {len(outside)} values outside the ticks, such as {outside[-1]}")

    height = TOP + 4 * PANEL + 3 * GAP + 34
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-labelledby="name what">',
        '<title id="name">Cash of the mortgages of UBS Commercial Mortgage Trust 2017-C1, as reported and as projected</title>',
        '<desc id="what">Four diagrams by month from July 2017 to March 2026: cash of the month, cash so far, and how far projections by contract and with what happened are from it.</desc>',
        "<style>text{font-family:Helvetica,Arial,sans-serif;fill:" + INK + "}"
        ".title{font-size:14px;font-weight:bold}.label{font-size:13px}.tick{font-size:12px}.grid{stroke:" + GRID + ";stroke-width:1}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        *legend(),
        *(part for panel in panels for part in panel.parts),
        "</svg>",
    ]
    with open(arguments[3], "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


main(sys.argv)
