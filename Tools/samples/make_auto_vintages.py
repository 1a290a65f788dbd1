#!/usr/bin/env python3
"""Writes Samples/collateral-histories/auto-vintages: prepayments of car loans by month of age, in ten quarters of origination.

    python3 Tools/samples/make_auto_vintages.py

The figures are those of "Prepayment Speed Information", Exhibit 99.1 to filing 0001193125-13-440190 with the US Securities and Exchange
Commission (CIK 1581652, November 2013; public): what was lent, the average term in months, and absolute prepayment speeds, percent a month, of
the first thirteen months. Standard library only; the same input gives the same bytes. What they leave open is told in the sample's README.
"""

import csv
import pathlib

OUT = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "collateral-histories" / "auto-vintages"
LOAN_SIZE = 20_000  # USD; the exhibit has amounts and no numbers of loans
RATE_PERCENT = 6
TESTED_FROM = "2009Q3"

VINTAGES = "2008Q1 2008Q2 2008Q3 2008Q4 2009Q1 2009Q2 2009Q3 2009Q4 2010Q1 2010Q2".split()
TERMS = [67.9, 66.9, 66.1, 66.7, 67.6, 66.8, 65.8, 66.5, 66.3, 65.4]
AMOUNTS = [
    1_074_511_150, 860_765_845, 800_233_065, 1_063_762_567, 929_049_353,
    906_223_466, 1_083_986_883, 873_890_164, 1_004_455_963, 1_180_095_979,
]
ABS_PERCENT = [
    [2.64, 2.47, 2.67, 1.23, 2.58, 2.41, 2.70, 1.90, 1.86, 1.09],
    [1.94, 1.55, 1.42, 1.53, 1.52, 1.54, 1.58, 1.31, 1.46, 1.37],
    [1.62, 1.38, 1.13, 1.39, 1.28, 1.25, 1.33, 1.30, 1.21, 1.28],
    [1.42, 1.18, 0.91, 1.16, 1.13, 1.17, 1.09, 1.28, 1.12, 1.06],
    [1.48, 1.09, 1.11, 1.26, 1.23, 1.10, 1.04, 1.44, 1.23, 1.17],
    [1.30, 1.05, 1.32, 1.28, 1.19, 1.14, 1.19, 1.22, 1.27, 1.22],
    [1.34, 1.17, 1.21, 1.21, 1.12, 1.05, 1.34, 1.29, 1.20, 1.19],
    [1.18, 1.15, 1.29, 1.14, 1.17, 1.07, 1.41, 1.40, 1.27, 1.08],
    [1.08, 1.11, 1.25, 1.23, 1.13, 1.29, 1.40, 1.31, 1.14, 1.30],
    [0.96, 1.15, 1.10, 1.19, 1.06, 1.36, 1.32, 1.20, 1.27, 1.36],
    [1.03, 1.20, 1.08, 1.15, 1.04, 1.36, 1.31, 1.30, 1.16, 1.48],
    [1.10, 1.21, 1.19, 1.12, 1.30, 1.41, 1.30, 1.40, 1.43, 1.43],
    [1.25, 1.27, 1.23, 1.09, 1.37, 1.42, 1.38, 1.31, 1.44, 1.45],
]


def write(name, columns, records):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(records)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    loans, months = [], []
    for column, vintage in enumerate(VINTAGES):
        name = f"AUTO-{vintage}"
        loans.append((name, AMOUNTS[column], RATE_PERCENT, round(TERMS[column])))
        left = AMOUNTS[column] / LOAN_SIZE
        middle = 12 * int(vintage[:4]) + 3 * (int(vintage[5]) - 1) + 1  # of the quarter
        for age, row in enumerate(ABS_PERCENT, start=1):
            # Standard Formulas: SMM = ABS / (1 - ABS (age - 1)).
            speed = row[column] / 100
            prepaid = left * speed / (1 - speed * (age - 1))
            month = middle + age
            text = f"{month // 12}-{month % 12 + 1:02d}"
            sample = "fit" if vintage < TESTED_FROM else "test"
            months.append((name, text, round(left, 2), round(prepaid, 2), sample))
            left -= prepaid
    write("loans.csv", "loan_id balance note_rate_percent remaining_months".split(), loans)
    write("lines.csv", "loan_id month exposed prepaid sample".split(), months)


main()
