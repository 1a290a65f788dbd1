#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/treasury_auctions.csv, treasury_bills.csv and treasury_tips.csv: US Treasury
auction results of nominal notes and bonds, of bills, and of inflation-protected notes and bonds.

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

TIPS_FIELDS = {
    "cusip": "cusip", "dated": "datedDate", "issue": "issueDate", "first_interest": "firstInterestPaymentDate",
    "maturity": "maturityDate", "coupon_percent": "interestRate", "high_yield_percent": "highYield",
    "price_per_100": "unadjustedPrice", "adjusted_price_per_100": "adjustedPrice",
    "adjusted_accrued_per_1000": "adjustedAccruedInterestPer1000", "reference_cpi_issue": "refCpiOnIssueDate",
    "reference_cpi_dated": "refCpiOnDatedDate", "index_ratio": "indexRatioOnIssueDate",
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
    tips = [r for r in rows if r["type"] == "TIPS" and r["highYield"]]
    nominal = [r for r in rows if r["type"] in ("Note", "Bond") and r["highYield"]]
    bills = [r for r in rows if r["type"] == "Bill" and r["highDiscountRate"] and r["highInvestmentRate"]]
    write("treasury_auctions.csv", COUPON_FIELDS, nominal)
    write("treasury_bills.csv", BILL_FIELDS, bills)
    write("treasury_tips.csv", TIPS_FIELDS, tips)


main()
