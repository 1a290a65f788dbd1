#!/usr/bin/env python3
"""Writes Samples/agency-pools-2023-03-31: the agency pools of a real fund, its forward trades in pools and its strips of interest with the
prices that it filed, and past mortgage rates.

    python3 Tools/samples/make_agency_pools.py DATA_FOLDER

DATA_FOLDER holds sec-nport-funds/goldman_sachs_bond_fund_2023-03-31/holdings.csv (form NPORT-P filed with the SEC) and
mortgage-rates-pmms/pmms_weekly.csv (Freddie Mac, Primary Mortgage Market Survey). Standard library only; the same input gives the same
bytes. What the filing does not say is told in the sample's README, as is what else the market folder holds.
"""

import collections
import csv
import pathlib
import sys
from decimal import Decimal

OUT = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "agency-pools-2023-03-31"
TODAY = 12 * 2023 + 2  # March 2023, counted from 0
FIRST_RATE = 12 * 1990
# Forward trades by the first digits of their numbers: program, days of April and May 2023 on which they are taken to settle.
TRADES = {"01F": ("FNMA", {4: "2023-04-13", 5: "2023-05-11"}), "21H": ("GNMA_II", {4: "2023-04-20"})}
# Titles of trusts whose strips pay interest alone at a fixed rate.
STRIPS = {"Fannie Mae REMICS": "FNMA", "Freddie Mac REMICS": "FHLMC", "Government National Mortgage Association": "GNMA_II"}
FEES = {"FNMA": Decimal("0.75"), "FHLMC": Decimal("0.75"), "GNMA_II": Decimal("0.5")}
# Program, what servicer and guarantor keep in per cent, days from a month's end to its payment.
PROGRAMS = {
    "Fannie Mae Pool": ("FNMA", Decimal("0.75"), 24),
    "Freddie Mac Pool": ("FHLMC", Decimal("0.75"), 24),
    "Freddie Mac Gold Pool": ("FHLMC_GOLD", Decimal("0.75"), 14),
    "Ginnie Mae I Pool": ("GNMA_I", Decimal("0.5"), 14),
    "Ginnie Mae II Pool": ("GNMA_II", Decimal("0.5"), 19),
}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def month(date):
    return 12 * int(date[:4]) + int(date[5:7]) - 1


def text(number):
    """A decimal without exponent and without trailing zeros."""
    plain = format(Decimal(number).normalize(), "f")
    return "0" if plain in ("-0", "") else plain


def monthly(weeks, column):
    """Averages of the weeks of each month, in per cent to three places."""
    values = collections.defaultdict(list)
    for row in weeks:
        if row[column]:
            values[month(row["date"])].append(Decimal(row[column]))
    return {key: round(sum(found) / len(found), 3) for key, found in values.items()}


def term(remaining, note_rate, rates):
    """15 or 30 years, whichever puts the loans into a month whose new loans had a rate nearer to theirs."""
    distances = {}
    for length, column in ((180, "frm15"), (360, "frm30")):
        made = TODAY - (length - remaining)
        if remaining <= length and made in rates[column]:
            distances[length] = abs(rates[column][made] - note_rate)
    return min(distances, key=distances.get) if distances else 360


def trades(holdings, pools):
    """A trade for each coupon and month, with loans like those of the fund's largest pool of the coupon or the one nearest to it."""
    found = {}
    for row in holdings:
        if row["title"] == "Uniform Mortgage-Backed Security, TBA" or (row["title"] == "Ginnie Mae" and row["cusip"][:3] in TRADES):
            # 01F 020 65: 2% for the fifth month.
            coupon, settlement = Decimal(row["annualizedRt"]), int(row["cusip"][7])
            program, days = TRADES[row["cusip"][:3]]
            found[program, coupon, days[settlement]] = row["price_per_100"]
    instruments, positions = [], []
    for (program, coupon, day), price in sorted(found.items()):
        alike = [pool for pool in pools if pool["market"] == market(program) and pool["term"] == 360]
        pool = min(alike, key=lambda pool: (abs(pool["coupon"] - coupon), -pool["balance"]))
        age = pool["age"] + month(day) - TODAY - 1
        name = f"{program}-{text(coupon)}-{day}"
        instruments.append(
            (name, "ABS_MBS", "USD", f"{program} {text(coupon)}% {day}", program, text(coupon / 100),
             text((coupon + FEES[program]) / 100), 360 - age, age, day, "TURNOVER-REFINANCING-EXAMPLE")
        )
        positions.append((name, "TRADES", name, 1000000, text(price)))
    return instruments, positions


def strips(holdings):
    """Trusts' strips of interest at a fixed rate, as strips of pools of that coupon."""
    loans, prices = [], []
    for row in holdings:
        if row["title"] not in STRIPS or row["couponKind"] != "Fixed" or Decimal(row["price_per_100"]) > 50:
            continue
        program, coupon, remaining = STRIPS[row["title"]], Decimal(row["annualizedRt"]), month(row["maturityDt"]) - TODAY
        fee = FEES[program]
        loans.append((row["cusip"], text(row["balance"]), text(coupon + fee), text(fee), 360 - remaining, remaining))
        prices.append((row["cusip"], program, text(coupon), "interest", text(row["price_per_100"])))
    return sorted(loans), sorted(prices)


def market(program):
    """Where pools of a program trade: those of Fannie Mae and Freddie Mac are delivered for each other."""
    return program if program.startswith("GNMA") else "conventional"


def write(name, columns, records):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(records)


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    data = pathlib.Path(arguments[1])
    for folder in ("market", "trades", "strips"):
        (OUT / folder).mkdir(parents=True, exist_ok=True)
    weeks = rows(data / "mortgage-rates-pmms" / "pmms_weekly.csv")
    rates = {column: monthly(weeks, column) for column in ("frm15", "frm30")}
    holdings = rows(data / "sec-nport-funds" / "goldman_sachs_bond_fund_2023-03-31" / "holdings.csv")
    loans, filed, pools = [], [], []
    for row in holdings:
        if row["title"] not in PROGRAMS or row["couponKind"] != "Fixed" or Decimal(row["balance"]) <= 0:
            continue
        program, fee, delay = PROGRAMS[row["title"]]
        coupon, remaining = Decimal(row["annualizedRt"]), month(row["maturityDt"]) - TODAY
        length = term(remaining, coupon + fee, rates)
        loans.append((row["cusip"], text(row["balance"]), text(coupon + fee), text(fee), length - remaining, remaining))
        filed.append((row["cusip"], program, text(coupon), length // 12, delay, text(row["price_per_100"])))
        pools.append(
            {"market": market(program), "coupon": coupon, "term": length, "age": length - remaining,
             "balance": Decimal(row["balance"])}
        )
    order = sorted(range(len(loans)), key=lambda index: loans[index][0])
    write(
        "loans.csv",
        "loan_id balance note_rate_percent servicing_fee_percent age_months remaining_months".split(),
        [loans[index] for index in order],
    )
    write("filed.csv", "loan_id program coupon_percent term_years delay_days price".split(), [filed[index] for index in order])
    instruments, positions = trades(holdings, pools)
    write(
        "trades/instruments.csv",
        "instrument_id product_type currency name program coupon wac wam loan_age settlement_date prepayment".split(),
        instruments,
    )
    write("trades/positions.csv", "position_id portfolio instrument_id quantity clean_price".split(), positions)
    strip_loans, strip_prices = strips(holdings)
    write(
        "strips/loans.csv",
        "loan_id balance note_rate_percent servicing_fee_percent age_months remaining_months".split(),
        strip_loans,
    )
    write("strips/prices.csv", "loan_id program coupon_percent part price".split(), strip_prices)
    past = [(key, value) for key, value in sorted(rates["frm30"].items()) if FIRST_RATE <= key <= TODAY]
    write(
        "market/economy.csv",
        "month series value".split(),
        [(f"{key // 12}-{key % 12 + 1:02d}", "mortgage_rate_percent", text(value)) for key, value in past],
    )


main(sys.argv)
