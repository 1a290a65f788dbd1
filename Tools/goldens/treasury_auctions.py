#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/treasury_auctions.csv and treasury_bills.csv: US Treasury auction results of
nominal notes and bonds, and of bills.

usage: python3 Tools/goldens/treasury_auctions.py AUCTIONS.csv
AUCTIONS.csv: a TreasuryDirect auction query with its own column names (issueDate, highYield, pricePer100, ...).
"""
import csv
import pathlib
import sys

GOLDENS = pathlib.Path(__file__).resolve().parents[2] / "Tests/PricingTests/Goldens"
COUPON_FIELDS = {
    "cusip": "cusip", "dated": "datedDate", "issue": "issueDate", "first_interest": "firstInterestPaymentDate",
    "maturity": "maturityDate", "coupon_percent": "interestRate", "high_yield_percent": "highYield",
    "price_per_100": "pricePer100", "accrued_per_1000": "accruedInterestPer1000",
}

BILL_FIELDS = {
    "issue": "issueDate", "maturity": "maturityDate", "discount_rate_percent": "highDiscountRate",
    "investment_rate_percent": "highInvestmentRate", "price_per_100": "pricePer100",
}


def write(name, fields, rows):
    with (GOLDENS / name).open("w", newline="") as out:
        out.write("# Source: US Treasury, TreasuryDirect auction results. Public domain.\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(fields)
        for row in rows:
            writer.writerow(row[column] for column in fields.values())
    print(f"{len(rows)} auctions to {name}")


def main():
    with open(sys.argv[1], newline="") as source:
        rows = list(csv.DictReader(source))
    nominal = [r for r in rows if r["type"] in ("Note", "Bond") and r["highYield"]]
    bills = [r for r in rows if r["type"] == "Bill" and r["highDiscountRate"] and r["highInvestmentRate"]]
    write("treasury_auctions.csv", COUPON_FIELDS, nominal)
    write("treasury_bills.csv", BILL_FIELDS, bills)


main()
