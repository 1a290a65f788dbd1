#!/usr/bin/env python3
"""Writes the loans of UBS Commercial Mortgage Trust 2017-C1 and what was reported of them, from filings with the SEC.

    python3 Tools/samples/make_ubs_2017_c1.py DATA_FOLDER

DATA_FOLDER holds sec-abs-ee-cmbs/ubs_2017_c1_loan_months.csv.gz and ubs_2017_c1_property_months.csv.gz: the trust's monthly
exhibits 102 of form ABS-EE as tables, fields named as the SEC names them. Standard library only; the same input gives the same bytes.

Written into Samples/deals/ubs-2017-c1: loans.csv (terms as of the cut-off date, before the payments of July 2017), reported.csv.gz
(each loan's amounts by month as filed) and outcomes.csv (what became of loans that did not run to the end). A loan is taken to be in
default from the month in which the servicer no longer advances what is scheduled.
"""

import collections
import csv
import gzip
import io
import pathlib
import sys
from decimal import Decimal

OUT = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "deals" / "ubs-2017-c1"
CUT_OFF = (2017, 6)  # the last month whose payments are in the balances
LOAN_COLUMNS = (
    "loan_id balance original_balance note_rate_percent servicing_fee_percent age_months remaining_months "
    "interest_only_months amortisation_months payment interest_basis lockout_months region"
).split()
REPORTED_COLUMNS = "loan_id month interest scheduled_principal unscheduled_principal loss balance".split()
OUTCOME_COLUMNS = "loan_id outcome month liquidation_month loss_percent".split()
LIQUIDATED = "3"  # SEC code of a loan that was liquidated; others that ended were repaid


def rows(path):
    with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def text(number):
    """A decimal without exponent and without trailing zeros."""
    plain = format(Decimal(str(number or 0)).normalize(), "f")
    return "0" if plain in ("-0", "") else plain


def months_after_cut_off(date):
    year, month = map(int, date.split("-")[:2])
    return (year - CUT_OFF[0]) * 12 + month - CUT_OFF[1]


def percent(rate):
    return text(Decimal(rate) * 100)


def loan(first, state):
    age = 1 - months_after_cut_off(first["firstLoanPaymentDueDate"])
    remaining = months_after_cut_off(first["maturityDate"])
    interest_only = max(0, int(first["originalInterestOnlyTermNumber"]) - age)
    amortisation = first["originalAmortizationTermNumber"]
    record = {
        "loan_id": first["assetNumber"],
        "balance": text(first["scheduledPrincipalBalanceSecuritizationAmount"]),
        "original_balance": text(first["originalLoanAmount"]),
        "note_rate_percent": percent(first["originalInterestRatePercentage"]),
        "servicing_fee_percent": percent(first["servicerTrusteeFeeRatePercentage"]),
        "age_months": age,
        "remaining_months": remaining,
        "interest_only_months": interest_only,
        "interest_basis": "actual/360",
        "region": state,
    }
    if first["prepaymentLockOutEndDate"]:
        record["lockout_months"] = max(0, months_after_cut_off(first["prepaymentLockOutEndDate"]))
    if interest_only < remaining:
        record["amortisation_months"] = int(amortisation) - (0 if int(first["originalInterestOnlyTermNumber"]) else age)
        if interest_only == 0:
            record["payment"] = text(first["periodicPrincipalAndInterestPaymentSecuritizationAmount"])
    return record


def reported(months):
    lost = False
    for row in months:
        loss = "0" if lost else text(row["realizedLossToTrustAmount"])
        lost = lost or loss != "0"
        yield {
            "loan_id": row["assetNumber"],
            "month": row["reportingPeriodEndDate"][:7],
            "interest": text(row["scheduledInterestAmount"]),
            "scheduled_principal": text(row["scheduledPrincipalAmount"]),
            "unscheduled_principal": text(row["unscheduledPrincipalCollectedAmount"]),
            "loss": loss,
            "balance": text(row["reportPeriodEndScheduledLoanBalanceAmount"]),
        }


def outcome(months):
    """What ended a loan, or `None`."""
    end = next((row for row in months if row["liquidationPrepaymentCode"]), None)
    stopped = next((row for row in months if row["scheduledInterestAmount"] == "0.0"), None)
    if end and end["liquidationPrepaymentCode"] != LIQUIDATED:
        return {"outcome": "prepaid", "month": end["reportingPeriodEndDate"][:7]}
    if not stopped:
        return None
    record = {"outcome": "defaulted", "month": stopped["reportingPeriodEndDate"][:7]}
    if end:
        loss = Decimal(end["realizedLossToTrustAmount"]) / Decimal(stopped["reportPeriodBeginningScheduleLoanBalanceAmount"])
        record |= {"liquidation_month": end["reportingPeriodEndDate"][:7], "loss_percent": text(round(loss * 100, 6))}
    return record


def write(path, columns, records):
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    data = buffer.getvalue().encode()
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    folder = pathlib.Path(arguments[1]) / "sec-abs-ee-cmbs"
    by_loan = collections.defaultdict(list)
    for row in rows(folder / "ubs_2017_c1_loan_months.csv.gz"):
        by_loan[row["assetNumber"]].append(row)
    properties = rows(folder / "ubs_2017_c1_property_months.csv.gz")
    states = {row["assetNumber"]: row["propertyState"] for row in properties if row["propertyState"]}
    order = sorted(by_loan, key=lambda name: (int(name.rstrip("AB")), name))
    histories = [sorted(by_loan[name], key=lambda row: row["reportingPeriodEndDate"]) for name in order]
    OUT.mkdir(parents=True, exist_ok=True)
    write(OUT / "loans.csv", LOAN_COLUMNS, [loan(months[0], states.get(months[0]["assetNumber"], "")) for months in histories])
    write(OUT / "reported.csv.gz", REPORTED_COLUMNS, [row for months in histories for row in reported(months)])
    ended = [(months[0]["assetNumber"], outcome(months)) for months in histories]
    write(OUT / "outcomes.csv", OUTCOME_COLUMNS, [{"loan_id": name} | record for name, record in ended if record])


main(sys.argv)
