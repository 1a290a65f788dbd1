#!/usr/bin/env python3
"""Writes the collateral flows of Samples/deals, and the schedule of the PAC of agency-cmo.json.

Each pool is projected month by month in the order of the Standard Formulas: defaults first, then scheduled principal, then
prepayment. Amounts are rounded to cents, so that balances are exactly what payments and losses leave.

usage: Tools/samples/make_deal_collateral.py
"""

import csv
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "deals"
COLUMNS = (
    "month balance in_default interest servicing_fee scheduled_principal prepayment prepayment_penalty defaults recovery loss"
).split()


def monthly(annual):
    return 1 - (1 - annual) ** (1 / 12)


def psa(speed, age):
    return lambda month: monthly(min(1, speed / 100 * 0.002 * min(month + age, 30)))


def project(balance, rate, fee, term, smm, mdr=lambda month: 0, severity=0.0, lag=0, amortises=None, penalty=lambda month: 0):
    """Rows of a pool in cents. `amortises` gives the month in which payments would have repaid it, 0 for interest only; the last pays the rest."""
    performing, in_default, pending = round(balance * 100), 0, {}
    rows = [{"month": 0, "balance": performing, "in_default": 0}]
    for month in range(1, term + lag + 1):
        defaults = round(performing * mdr(month)) if month < term else 0
        paying = performing - defaults
        pending[month + lag] = defaults
        full = amortises(month) if amortises else term
        scheduled = paying if month >= term else 0
        if full and month < term:
            scheduled = round(paying * rate / 12 / ((1 + rate / 12) ** (full - month + 1) - 1))
        prepaid = round((paying - scheduled) * smm(month))
        liquidated = pending.pop(month, 0)
        loss = round(liquidated * severity)
        performing = paying - scheduled - prepaid
        in_default += defaults - liquidated
        rows.append(
            {
                "month": month,
                "balance": performing,
                "in_default": in_default,
                "interest": round(paying * rate / 12),
                "servicing_fee": round(paying * fee / 12),
                "scheduled_principal": scheduled,
                "prepayment": prepaid,
                "prepayment_penalty": round(prepaid * penalty(month)),
                "defaults": defaults,
                "recovery": liquidated - loss,
                "loss": loss,
            }
        )
    return rows


def write(name, rows):
    with open(FOLDER / "collateral" / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            cells = [row["month"]]
            cells += [f"{row[name] / 100:.2f}" if row.get(name) else "" for name in COLUMNS[1:]]
            cells[1] = f"{row['balance'] / 100:.2f}"
            writer.writerow(cells)


def agency(speed):
    return project(400e6, 0.08125, 0.00625, 357, psa(speed, 3))


def main():
    write("agency-cmo", agency(165))
    write(
        "senior-sub-rmbs",
        project(300e6, 0.065, 0.0025, 360, psa(200, 0), lambda month: monthly(0.012), severity=0.35),
    )
    write(
        "auto-abs",
        project(500e6, 0.085, 0.01, 60, lambda month: 0.014, lambda month: monthly(0.015), severity=0.55),
    )
    write(
        "cmbs",
        project(
            800e6,
            0.0475,
            0.0005,
            120,
            lambda month: 0 if month <= 24 else 0.001,
            lambda month: monthly(0.012),
            severity=0.4,
            lag=12,
            amortises=lambda month: 0 if month <= 24 else 384,
            penalty=lambda month: max(0, 5 - month // 24) / 100,
        ),
    )
    write(
        "clo",
        project(
            500e6,
            0.085,
            0,
            96,
            lambda month: monthly(0.05),
            lambda month: monthly(0.12 if 6 < month <= 30 else 0.02),
            severity=0.6,
            lag=12,
            amortises=lambda month: 0,
        ),
    )
    slow, fast = agency(90), agency(300)
    paid = [min(a["scheduled_principal"] + a["prepayment"], b["scheduled_principal"] + b["prepayment"]) for a, b in zip(slow[1:], fast[1:])]
    left, balances = 24_000_000_000, []
    while left > 0:
        left = max(0, left - paid[len(balances)])
        balances.append(left)
    lines, line = [], "       "
    for cell in (f" {balance / 100:.2f}," for balance in balances):
        if len(line) + len(cell) > 120:
            lines.append(line)
            line = "       "
        line += cell
    text = "[\n" + "\n".join(lines + [line.rstrip(",")]) + "\n      ]"
    path = FOLDER / "agency-cmo.json"
    path.write_text(re.sub(r'(?<="balances": )\[[^\]]*\]', text, path.read_text()))


if __name__ == "__main__":
    main()
