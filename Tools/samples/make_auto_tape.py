#!/usr/bin/env python3
"""Writes Samples/deals/auto-tape: real loans on cars, and a deal with overcollateralisation and a reserve over them.

    python3 Tools/samples/make_auto_tape.py DATA_FOLDER

DATA_FOLDER holds sec-abs-ee-auto/americredit_sample_loan_histories.csv.gz and ald_raw_sample_2017.csv.gz: loans of exhibits 102 of form
ABS-EE as tables, fields named as the SEC names them. Standard library only; the same input gives the same bytes.

Each loan is taken at the end of the first period that is there of it, if it has a balance then. The deal is Samples/deals/auto-abs.json
with its amounts in proportion to the pool.
"""

import csv
import gzip
import json
import pathlib
import sys
from decimal import Decimal

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "deals"
AS_OF = "2026-01-31"
NUMBERS = {"balance", "original_balance", "note_rate_percent", "servicing_fee_percent"}
COLUMNS = (
    "loan_id balance original_balance note_rate_percent servicing_fee_percent age_months remaining_months status score region"
).split()


def rows(path):
    with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def text(number):
    """A decimal without exponent and without trailing zeros."""
    plain = format(Decimal(str(number)).normalize(), "f")
    return "0" if plain in ("-0", "") else plain


def month(date):
    return 12 * int(date[:4]) + int(date[5:7])


def status(days):
    days = 0 if days in ("", "-") else float(days)
    return "90" if days >= 90 else "60" if days >= 60 else "30" if days >= 30 else "current"


def percent(rate):
    """In per cent; some issuers file rates as decimals and some as per cent."""
    rate = Decimal(rate or "0")
    return text(rate if rate >= 1 else rate * 100)


def loan(name, row):
    score = row["obligorCreditScore"]
    score = int(float(score)) if score not in ("", "-") else 0
    return {
        "loan_id": name,
        "balance": text(row["reportingPeriodActualEndBalanceAmount"]),
        "original_balance": text(max(Decimal(row["originalLoanAmount"]), Decimal(row["reportingPeriodActualEndBalanceAmount"]))),
        "note_rate_percent": percent(row["reportingPeriodInterestRatePercentage"]),
        "servicing_fee_percent": percent(row["servicingFeePercentage"]),
        "age_months": max(0, month(row["reportingPeriodEndingDate"]) - month(row["originalFirstPaymentDate"]) + 1),
        "remaining_months": max(1, int(float(row["remainingTermToMaturityNumber"]))),
        "status": status(row["currentDelinquencyStatus"]),
        "score": score if 250 <= score <= 900 else "",
        "region": row["obligorGeographicLocation"] if row["obligorGeographicLocation"] != "-" else "",
    }


def firsts(data):
    """Each loan's first period that has a balance at its end, under a short name: the letters of its trust and a number."""
    first = {}
    for row in rows(data / "americredit_sample_loan_histories.csv.gz"):
        first.setdefault(("AMCAR", row["trust"], row["assetNumber"]), row)
    for row in sorted(rows(data / "ald_raw_sample_2017.csv.gz"), key=lambda row: row["reportingPeriodBeginningDate"]):
        name = "".join(word[0] for word in row["securitizationKey"].split() if word[0].isalpha())
        first.setdefault((name, row["securitizationKey"], row["assetNumber"]), row)
    number = {}
    for key in sorted(first):
        row = first[key]
        required = ("reportingPeriodActualEndBalanceAmount", "reportingPeriodInterestRatePercentage", "remainingTermToMaturityNumber")
        if any(row[field] in ("", "-") for field in required) or Decimal(row[required[0]]) <= 0 or not row["originalFirstPaymentDate"]:
            continue
        number[key[0]] = number.get(key[0], 0) + 1
        yield loan(f"{key[0]}-{number[key[0]]}", row)


def scaled(deal, pool):
    """The deal with its amounts in proportion to a pool, in whole units."""
    ratio = Decimal(pool) / 500_000_000
    for bond in deal["bonds"]:
        if "balance" in bond:
            bond["balance"] = int(bond["balance"] * ratio)
    for account in deal["accounts"]:
        if "balance" in account:
            account["balance"] = int(account["balance"] * ratio)
    deal["fees"][0]["amount"] = f"if(notes.balance > 0, {int(5000 * ratio)}, 0)"
    return deal


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    loans = list(firsts(pathlib.Path(arguments[1]) / "sec-abs-ee-auto"))
    out = FOLDER / "auto-tape"
    out.mkdir(exist_ok=True)
    with open(out / "loans.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(loans)
    deal = json.loads((FOLDER / "auto-abs.json").read_text())
    deal.pop("schema_version")
    pool = sum(Decimal(line["balance"]) for line in loans)
    deal = scaled(deal, pool) | {"name": "auto-tape"}
    package = {
        "schema_version": 1,
        "deal_id": "auto-tape",
        "as_of": AS_OF,
        "currency": "USD",
        "group_balances": {"pool": float(pool)},
        "collateral": {
            "pool": [
                {name: float(value) if name in NUMBERS else value for name, value in line.items() if value != ""} for line in loans
            ]
        },
        "assumptions": {
            "pool": {"prepayment": "1.3 ABS", "default": "2 CDR", "severity": 0.5, "liquidation_lag": 4, "defaults_end_before_maturity": False}
        },
        "bonds": {"A1": {"tier": "AAA"}, "A2": {"tier": "AAA"}, "A3": {"tier": "AAA"}, "B": {"tier": "AA"}, "C": {"tier": "A"}},
        "deal": deal,
    }
    lines = json.dumps(package, indent=1).replace("\n    ", " ").replace("\n   }", "}")
    (out / "package.json").write_text(lines + "\n")
    print(len(loans), "loans", pool)


main(sys.argv)
