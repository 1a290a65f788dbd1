#!/usr/bin/env python3
"""Writes Tests/CollateralTests/Goldens/loans.json: loans of every kind run off in money, with each month's defaults kept apart.

usage: python3 Tools/goldens/collateral.py
Seeded: the same file every time. One loan stands for many equal ones: a share of them pays, each month's defaults wait by themselves
for their liquidation. What the loans that pay owe is worked out for one loan that does, in money.
"""
import json
import math
import pathlib
import random

CASES = 120
COLUMNS = ("balance", "in_default", "interest", "fee", "scheduled", "prepaid", "defaults", "recovery", "loss", "deferred")


def level(balance, rate, months):
    return balance / months if rate == 0 else balance * rate / (1 - (1 + rate) ** -months)


def contract(loan, index):
    """Rate and balance at the end of each month of one loan that is never prepaid; rates a month."""
    rates, balances = [], []
    balance, rate, payment = loan["balance"], loan["rate"], None
    term, free = loan["term"], loan["interest_only"]
    horizon = loan["amortisation"] or term - free
    arm = loan["arm"]
    for month in range(1, term + 1):
        new = False
        for first, stepped in loan["steps"]:
            if first == month:
                new, rate = stepped != rate, stepped
        if arm and month > arm["first"] and (month - 1 - arm["first"]) % arm["every"] == 0:
            seen = index[min(max(month - 1 - arm["lookback"], 0), len(index) - 1)]
            target = seen + arm["margin"]
            cap = arm["first_cap"] if month - 1 == arm["first"] and arm["first_cap"] is not None else arm["cap"]
            if cap is not None:
                target = max(rate - cap, min(rate + cap, target))
            target = min(arm["ceiling"], max(arm["floor"], target))
            new, rate = target != rate, target
        interest = balance * rate / 12
        left = max(1, horizon - max(0, month - 1 - free))
        if month == term:
            balance = 0.0
        elif month > free:
            if loan["form"] == "equal_principal":
                payment = payment or balance / left
                balance -= payment
            else:
                full = level(balance, rate / 12, left)
                capped = arm and arm["payment_cap"] is not None
                if payment is None:
                    payment = full
                elif not capped:
                    payment = full if new else payment
                elif (month - 1) % 60 == 0:
                    payment = full
                elif month > arm["first"] and (month - 1 - arm["first"]) % 12 == 0:
                    payment = max(payment * (1 - arm["payment_cap"]), min(payment * (1 + arm["payment_cap"]), full))
                if payment < interest and balance + interest - payment > 1.15 * loan["original"]:
                    payment = full
                balance += interest - payment
        rates.append(rate / 12)
        balances.append(balance)
    return rates, balances


def run(loan, index, smm, mdr, severity, lag, advances, ends):
    rates, owed = contract(loan, index)
    term = loan["term"]
    share, waiting, rows = 1.0, [], []
    before = loan["balance"]
    for month in range(1, term + (0 if ends else lag) + 1):
        row = dict.fromkeys(COLUMNS, 0.0)
        alive = month <= term
        rate, after = (rates[month - 1], owed[month - 1]) if alive else (0.0, 0.0)
        last = month == term
        quits = mdr if alive and not (ends and month > term - lag) else 0.0
        lost = share * quits
        if lost > 0:
            row["defaults"] = lost * before
            waiting.append({"month": month, "at": lost * before, "left": lost * before})
        # Liquidation comes before what is advanced in the month; interest is advanced on all that waited.
        waited = sum(cohort["left"] for cohort in waiting)
        for cohort in [c for c in waiting if c["month"] + lag == month]:
            loss = min(cohort["at"] * severity, cohort["left"])
            row["loss"] += loss
            row["recovery"] += cohort["left"] - loss
            waiting.remove(cohort)
        paying = share - lost
        row["scheduled"] = paying * max(0.0, before - after)
        row["deferred"] = paying * max(0.0, after - before)
        earning = paying * before
        if advances and alive:
            earning += waited
            if not last and before > 0 and after < before:
                for cohort in waiting:
                    part = cohort["left"] * (before - after) / before
                    cohort["left"] -= part
                    row["scheduled"] += part
        row["interest"] = earning * rate - row["deferred"]
        row["fee"] = earning * loan["fee"] / 12
        gone = min(share * smm, paying) if alive else 0.0
        row["prepaid"] = gone * after
        share = paying - gone if alive else 0.0
        row["balance"] = share * after
        row["in_default"] = sum(cohort["left"] for cohort in waiting)
        rows.append([row[name] for name in COLUMNS])
        before = after
    return rows


def main():
    rng = random.Random(20260131)
    cases = []
    for number in range(CASES):
        kind = ["level", "interest_only", "balloon", "equal", "step", "arm", "option"][number % 7]
        term = rng.choice([12, 60, 84, 120, 180, 359])
        free = rng.randint(1, term) if kind == "interest_only" else 0
        balance = round(rng.uniform(50_000, 900_000), 2)
        loan = {
            "balance": balance,
            "original": round(balance * rng.uniform(1.0, 1.2), 2),
            "rate": 0.0 if kind == "level" and number % 5 == 0 else round(rng.uniform(0.01, 0.12), 5),
            "fee": 0.0025,
            "term": term,
            "form": "equal_principal" if kind == "equal" else "level",
            "interest_only": free,
            "amortisation": 360 if kind == "balloon" else None,
            "steps": [[rng.randint(2, 6), 0.05], [rng.randint(7, 11), 0.07]] if kind == "step" else [],
            "arm": None,
        }
        if kind in ("arm", "option"):
            loan["arm"] = {
                "first": rng.randint(0, 11), "every": rng.choice([1, 6, 12]) if kind == "arm" else 1,
                "lookback": rng.choice([0, 1, 2]), "margin": 0.0225, "ceiling": 0.11, "floor": 0.02,
                "first_cap": rng.choice([None, 0.05]) if kind == "arm" else None,
                "cap": rng.choice([None, 0.02]) if kind == "arm" else None,
                "payment_cap": 0.075 if kind == "option" else None,
            }
            if kind == "option":
                loan["rate"] = 0.015
                loan["term"] = 359
        index = [round(0.03 + 0.03 * math.sin(m / 9 + number), 6) for m in range(400)]
        terms = {
            "smm": rng.choice([0.0, 0.004, 0.02]), "mdr": rng.choice([0.0, 0.002, 0.01]),
            "severity": rng.choice([0.0, 0.35, 1.0]), "lag": rng.choice([0, 1, 6, 18]),
            "advances": rng.random() < 0.5, "ends": rng.random() < 0.5,
        }
        rows = run(loan, index, **terms)
        picked = sorted({m for m in (0, 1, 5, 11, 12, 20, 59, 61, 118, 200, len(rows) - 2, len(rows) - 1) if 0 <= m < len(rows)})
        cases.append({
            "loan": loan, "index": index if loan["arm"] else [], **terms, "months": len(rows),
            "totals": [sum(row[c] for row in rows) for c in range(len(COLUMNS))],
            "rows": [{"month": m, "values": rows[m]} for m in picked],
        })
    path = pathlib.Path(__file__).resolve().parents[2] / "Tests/CollateralTests/Goldens/loans.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"columns": COLUMNS, "cases": cases}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
