#!/usr/bin/env python3
"""Writes Samples/collateral-histories/sba-california: histories of loans to small businesses, and the economy that they went through.

    python3 Tools/samples/make_sba_histories.py DATA_FOLDER

DATA_FOLDER holds sba-loans/sba_case_california_realestate_1989_2012.csv (US Small Business Administration, public domain; prepared by
Li, Mickel and Taylor, Journal of Statistics Education 26(1), 2018), fhfa-hpi/fhfa_hpi_at_state_quarterly.csv (Federal Housing Finance
Agency) and fed-stress-scenarios/fed_scenarios_long.csv (Federal Reserve Board, for unemployment). Standard library only; the same input
gives the same bytes. What the data leave open is told in the sample's README.
"""

import csv
import pathlib
import sys

OUT = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "collateral-histories" / "sba-california"
LAST = 12 * 2014 + 7  # August 2014, the last charge-off: nothing is known later
FIRST = 12 * 1988
RATE_PERCENT = 7


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name, columns, records):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(records)


def month(date):
    return 12 * int(date[:4]) + int(date[5:7]) - 1


def text(number):
    return f"{number // 12}-{number % 12 + 1:02d}"


def economy(data):
    for row in rows(data / "fhfa-hpi" / "fhfa_hpi_at_state_quarterly.csv"):
        if row["state"] == "CA":
            start = 12 * int(row["year"]) + 3 * (int(row["quarter"]) - 1)
            yield from ((start + number, "house_prices.CA", row["hpi"]) for number in range(3))
    for row in rows(data / "fed-stress-scenarios" / "fed_scenarios_long.csv"):
        if (row["vintage"], row["scenario"], row["variable"]) == ("2025", "historic", "Unemployment rate"):
            start = 12 * int(row["quarter"][:4]) + 3 * (int(row["quarter"][5]) - 1)
            yield from ((start + number, "unemployment_percent", row["value"]) for number in range(3))


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    data = pathlib.Path(arguments[1])
    OUT.mkdir(parents=True, exist_ok=True)
    loans, histories = [], []
    for row in rows(data / "sba-loans" / "sba_case_california_realestate_1989_2012.csv"):
        if row["RealEstate"] == "1" or not row["DisbursementDate"]:
            continue
        name = f"SBA-{row['LoanNr_ChkDgt']}"
        start, term = month(row["DisbursementDate"]), int(row["Term"])
        defaulted = row["Default"] == "1"
        months = month(row["ChgOffDate"]) - start if defaulted else min(term, LAST - start)
        months = max(1, months)
        loans.append((name, row["DisbursementGross"], RATE_PERCENT, max(term, months), max(term, months), 100, "CA"))
        sample = "fit" if row["Selected"] == "1" else "test"
        histories.append((name, text(start + 1), months, "defaulted" if defaulted else "none", sample))
    write("loans.csv", "loan_id balance note_rate_percent remaining_months interest_only_months ltv_percent region".split(), loans)
    write("histories.csv", "loan_id first_month months ending sample".split(), histories)
    series = sorted((record for record in economy(data) if FIRST <= record[0] <= LAST), key=lambda record: (record[1], record[0]))
    write("economy.csv", "month series value".split(), [(text(record[0]), *record[1:]) for record in series])


main(sys.argv)
