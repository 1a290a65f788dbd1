#!/usr/bin/env python3
"""Writes Samples/bond-fund-2023-03-31 from public data.

    python3 Tools/samples/make_samples.py DATA_FOLDER

DATA_FOLDER holds the folders named in SOURCES below. Standard library only; the same input gives the same bytes.
Every assumption that the published data leaves open is made here once and told in the sample's README.
"""

import csv
import datetime
import gzip
import json
import pathlib
import sys
from decimal import Decimal

DAY = datetime.date(2023, 3, 31)
FUND = "sec-nport-funds/goldman_sachs_bond_fund_2023-03-31"
OUT = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "bond-fund-2023-03-31"

INSTRUMENT_COLUMNS = (
    "instrument_id product_type name currency issuer country sector vintage tags spread_curve description dated_date maturity "
    "coupon frequency convention balance balance_date first_payment_date rate day_count amortisation payment "
    "amortisation_periods servicing_fee prepayment_rate buy_currency buy_amount sell_currency sell_amount "
    "settlement_date"
).split()
POSITION_COLUMNS = (
    "position_id portfolio instrument_id quantity clean_price spread_bp reported_value"
).split()

CMBS_SHARE = "0.1"  # participation in each commercial mortgage
CMBS_SPREAD = "300"  # basis points over the Treasury curve
SBA_LOANS = 150
SBA_RATE = Decimal("0.07")
SBA_PREPAYMENT = "0.06"
SBA_SPREAD = "350"


def rows(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name, columns, records):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def text(number):
    """A decimal without exponent and without trailing zeros."""
    plain = format(Decimal(str(number)).normalize(), "f")
    return "0" if plain in ("-0", "") else plain


def decimal_rate(percent):
    return text(Decimal(percent) / 100)


def add_months(day, months, anchor=None):
    """The same day of the month as `anchor`, months later, cut to the month's length."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (datetime.date(year + month // 11, (month + 1) % 12 + 1, 1) - datetime.timedelta(1)).day
    return datetime.date(year, month + 1, min((anchor or day).day, last))


def last_coupon_on_or_before(day, maturity, frequency):
    """Rolled back from maturity; month ends stay month ends."""
    step = 12 // frequency
    month_end = add_months(maturity, 0, datetime.date(2000, 1, 31)) == maturity
    anchor = datetime.date(2000, 1, 31) if month_end else maturity
    periods = 0
    while True:
        coupon = add_months(maturity, -step * periods, anchor)
        if coupon <= day:
            return coupon
        periods += 1


# The bond fund


def book(holding):
    """The portfolio node of a holding."""
    fund = "GS-BOND-FUND"
    category, issuer = holding["assetCat"], holding["issuerCat"]
    if category == "DBT":
        if issuer == "UST":
            return f"{fund}/RATES/TREASURY"
        if issuer == "USGSE":
            return f"{fund}/RATES/AGENCY"
        if issuer == "MUN":
            return f"{fund}/CREDIT/MUNICIPAL"
        if issuer == "NUSS":
            return f"{fund}/CREDIT/" + ("SUPRANATIONAL" if holding["invCountry"] == "XX" else "SOVEREIGN")
        if issuer == "OTHER:REIT":
            return f"{fund}/CREDIT/REIT"
        return f"{fund}/CREDIT/" + ("US-CORPORATE" if holding["invCountry"] == "US" else "NON-US-CORPORATE")
    if category == "ABS-MBS":
        return f"{fund}/SECURITISED/" + ("AGENCY-MBS" if issuer in ("USGA", "USGSE") else "NON-AGENCY-MBS")
    if category == "ABS-CBDO":
        return f"{fund}/SECURITISED/CLO"
    if category == "ABS-O":
        return f"{fund}/SECURITISED/ABS"
    derivative = holding["derivative"]
    if derivative == "fwdDeriv":
        return f"{fund}/FX/FORWARDS"
    if derivative == "swapDeriv":
        return f"{fund}/DERIVATIVES/" + ("CREDIT-SWAPS" if category == "DCR" else "RATE-SWAPS")
    if derivative == "optionSwaptionWarrantDeriv":
        return f"{fund}/DERIVATIVES/OPTIONS"
    if derivative == "futrDeriv":
        return f"{fund}/DERIVATIVES/FUTURES"
    return f"{fund}/CASH/" + ("SHORT-TERM-NOTES" if category == "STIV" else "FUNDS")


SECTORS = {
    "CORP": "CORPORATE", "OTHER:REIT": "CORPORATE", "USGSE": "AGENCY", "USGA": "AGENCY", "MUN": "MUNICIPAL",
    "NUSS": "SOVEREIGN", "UST": "TREASURY", "RF": "FUND", "OTHER:derivative": "DERIVATIVE",
}
CONVENTIONS = {"TREASURY": "US_STREET", "AGENCY": "US_AGENCY", "MUNICIPAL": "US_MUNICIPAL"}


def instrument_id(holding):
    if holding["isin"]:
        return holding["isin"]
    if holding["cusip"] not in ("", "N/A", "000000000"):
        return holding["cusip"]
    return "NPORT-" + holding["position_id"].zfill(4)


def common(holding):
    currency = holding["curCd"] if len(holding["curCd"]) == 3 and holding["curCd"] != "N/A" else "USD"
    country = holding["invCountry"]
    return {
        "instrument_id": instrument_id(holding),
        "name": holding["title"],
        "currency": currency,
        "issuer": holding["name"],
        "country": country if len(country) == 2 else "",
        "sector": SECTORS[holding["issuerCat"]],
        "tags": "nport:" + holding["assetCat"],
    }


def bond(holding):
    record = common(holding)
    currency, sector = record["currency"], record["sector"]
    maturity = datetime.date.fromisoformat(holding["maturityDt"])
    frequency = 0 if holding["couponKind"] == "None" else 1 if currency == "EUR" else 2
    dated = last_coupon_on_or_before(DAY, maturity, frequency or 1)
    record |= {
        "product_type": "FIXED_BOND",
        "spread_curve": "" if sector == "TREASURY" else f"{currency}.{sector}",
        "dated_date": dated.isoformat(),
        "maturity": maturity.isoformat(),
        "coupon": decimal_rate(holding["annualizedRt"] or "0"),
        "frequency": str(frequency),
        "convention": CONVENTIONS.get(sector, "US_CORPORATE") if currency == "USD" else "ISMA",
    }
    return record


def forward(holding, contract):
    buy, sell = contract["currency_purchased"], contract["currency_sold"]
    record = common(holding)
    record |= {
        "product_type": "FX_FWD",
        "currency": "USD" if "USD" in (buy, sell) else buy,
        "buy_currency": buy,
        "buy_amount": text(contract["amount_purchased"]),
        "sell_currency": sell,
        "sell_amount": text(contract["amount_sold"]),
        "settlement_date": contract["settlement_date"],
    }
    return record


def unsupported(holding):
    category, kind, derivative = holding["assetCat"], holding["couponKind"], holding["derivative"]
    if category == "DBT" and holding["isDefault"] == "Y":
        product, words = "FIXED_BOND", f"bond in default, matures {holding['maturityDt']}"
    elif category in ("DBT", "STIV"):
        product, words = "FLOATING_RATE", f"{kind.lower()}-rate note, {holding['maturityDt']}"
    elif category == "ABS-MBS":
        pool = "agency" if holding["issuerCat"] in ("USGA", "USGSE") else "non-agency"
        shape = "to-be-announced pool" if "TBA" in holding["title"] else "pool or tranche"
        product, words = "ABS_MBS", f"{pool} mortgage {shape}, {kind.lower()} rate, {holding['maturityDt']}"
    elif category == "ABS-CBDO":
        product, words = "STRUCTURED", f"collateralised loan obligation, {holding['maturityDt']}"
    elif category == "ABS-O":
        product, words = "ABS_MBS", f"asset-backed tranche, {kind.lower()} rate, {holding['maturityDt']}"
    elif derivative == "swapDeriv":
        product, words = "DERIVATIVES", "credit default swap" if category == "DCR" else "interest rate swap"
    elif derivative == "optionSwaptionWarrantDeriv":
        product, words = "DERIVATIVES", "swaption or option"
    elif derivative == "futrDeriv":
        product, words = "DERIVATIVES", "future"
    else:
        product, words = "STRUCTURED", "mutual fund share"
    return common(holding) | {"product_type": product, "description": words}


def clean_price(holding):
    """Per 100 in the bond's currency; foreign bonds at the filing's own exchange rate."""
    if holding["units"] != "PA":
        return ""
    if holding["curCd"] == "USD":
        return text(holding["price_per_100"])
    price = Decimal(holding["valUSD"]) * Decimal(holding["exchangeRt"]) / Decimal(holding["balance"]) * 100
    return text(round(price, 6))


def bond_fund(data):
    contracts = {row["position_id"]: row for row in rows(data / FUND / "fx_forwards.csv")}
    instruments, positions = {}, []
    for holding in rows(data / FUND / "holdings.csv"):
        fixed = holding["assetCat"] == "DBT" and holding["couponKind"] in ("Fixed", "None")
        quantity = text(holding["balance"])
        if fixed and holding["isDefault"] != "Y":
            record = bond(holding)
        elif holding["derivative"] == "fwdDeriv":
            record, quantity = forward(holding, contracts[holding["position_id"]]), "1"
        else:
            record = unsupported(holding)
        known = instruments.setdefault(record["instrument_id"], record)
        if known != record:
            raise SystemExit(f"two instruments under {record['instrument_id']}: {known} {record}")
        positions.append({
            "position_id": "GS-" + holding["position_id"].zfill(4),
            "portfolio": book(holding),
            "instrument_id": record["instrument_id"],
            "quantity": quantity,
            "clean_price": clean_price(holding),
            "reported_value": text(holding["valUSD"]),
        })
    return list(instruments.values()), positions


def counterparties(data):
    """Who stands across the fund's derivatives, under their legal entity identifiers."""
    names = {}
    for holding in rows(data / FUND / "holdings.csv"):
        if holding["derivative"] and len(holding["lei"]) == 20:
            names.setdefault(holding["lei"], holding["name"])
    return [{"counterparty_id": lei, "name": names[lei], "lei": lei} for lei in sorted(names)]


# Loans


def commercial_mortgages(data):
    instruments, positions = [], []
    for loan in rows(data / "sec-abs-ee-cmbs" / "ubs_2017_c1_loan_months.csv.gz"):
        if not loan["reportingPeriodEndDate"].startswith("2023-03") or not loan["paidThroughDate"]:
            continue
        number = loan["assetNumber"].zfill(3)
        record = {
            "instrument_id": f"UBS-2017-C1-{number}",
            "product_type": "AMORT_LOAN",
            "name": f"UBS Commercial Mortgage Trust 2017-C1 loan {loan['assetNumber']}",
            "currency": "USD",
            "issuer": loan["originatorName"],
            "country": "US",
            "sector": "COMMERCIAL-MORTGAGE",
            "vintage": loan["originationDate"][:4],
            "spread_curve": "USD.COMMERCIAL-MORTGAGE",
        }
        if loan["paymentStatusLoanCode"] == "0":
            due = datetime.date.fromisoformat(loan["paidThroughDate"])
            pays_principal = Decimal(loan["scheduledPrincipalAmount"] or "0") > 0
            record |= {
                "maturity": loan["maturityDate"],
                "balance": text(loan["reportPeriodEndScheduledLoanBalanceAmount"]),
                "balance_date": due.isoformat(),
                "first_payment_date": add_months(due, 1).isoformat(),
                "rate": text(loan["reportPeriodInterestRatePercentage"]),
                "frequency": "12",
                "day_count": "ACT/360",
                "amortisation": "level_pay" if pays_principal else "bullet",
                "payment": text(loan["totalScheduledPrincipalInterestDueAmount"]) if pays_principal else "",
                "servicing_fee": text(loan["servicerTrusteeFeeRatePercentage"]),
            }
        else:
            record["description"] = f"commercial mortgage in default, paid through {loan['paidThroughDate']}"
        instruments.append(record)
        positions.append({
            "position_id": f"CMBS-{number}", "portfolio": "LOANS/CMBS", "instrument_id": record["instrument_id"],
            "quantity": CMBS_SHARE, "spread_bp": CMBS_SPREAD,
        })
    order = sorted(range(len(instruments)), key=lambda i: instruments[i]["instrument_id"])
    return [instruments[i] for i in order], [positions[i] for i in order]


def small_business_loans(data):
    """Fully repaid loans that by contract still run, amortised to the day at the assumed rate."""
    instruments, positions = [], []
    monthly = SBA_RATE / 12
    loans = rows(data / "sba-loans" / "sba_case_california_realestate_1989_2012.csv")
    for loan in sorted(loans, key=lambda row: row["LoanNr_ChkDgt"]):
        if loan["MIS_Status"] != "PIF" or not loan["DisbursementDate"] or len(instruments) == SBA_LOANS:
            continue
        disbursed = datetime.date.fromisoformat(loan["DisbursementDate"])
        disbursed = disbursed.replace(day=min(disbursed.day, 28))
        term = int(loan["Term"])
        paid = (DAY.year - disbursed.year) * 12 + DAY.month - disbursed.month
        paid -= add_months(disbursed, paid) > DAY
        if term - paid < 2:
            continue
        amount = Decimal(loan["DisbursementGross"])
        payment = round(amount * monthly / (1 - (1 + monthly) ** -term), 2)
        balance = amount * (1 - (1 + monthly) ** -(term - paid)) / (1 - (1 + monthly) ** -term)
        record = {
            "instrument_id": f"SBA-{loan['LoanNr_ChkDgt']}",
            "product_type": "AMORT_LOAN",
            "name": f"SBA 7(a) loan, {loan['City'].title()}",
            "currency": "USD",
            "issuer": loan["Bank"],
            "country": "US",
            "sector": "SMALL-BUSINESS",
            "vintage": str(disbursed.year),
            "spread_curve": "USD.SMALL-BUSINESS",
            "maturity": add_months(disbursed, term).isoformat(),
            "balance": text(round(balance, 2)),
            "balance_date": add_months(disbursed, paid).isoformat(),
            "first_payment_date": add_months(disbursed, paid + 1).isoformat(),
            "rate": text(SBA_RATE),
            "frequency": "12",
            "day_count": "30/360",
            "amortisation": "level_pay",
            "payment": text(payment),
            "prepayment_rate": SBA_PREPAYMENT,
        }
        instruments.append(record)
        positions.append({
            "position_id": record["instrument_id"], "portfolio": "LOANS/SMALL-BUSINESS",
            "instrument_id": record["instrument_id"], "quantity": "1", "spread_bp": SBA_SPREAD,
        })
    return instruments, positions


# The market


def on_day(path):
    return next(row for row in rows(path) if row["date"] == DAY.isoformat())


def market(data):
    treasury = on_day(data / "ust-par-yields" / "ust_par_yields_daily.csv")
    euro_long = on_day(data / "ecb-euro-yield-curve" / "ecb_aaa_spot_daily_2004_2024.csv")
    euro_short = on_day(data / "ecb-euro-yield-curve" / "ecb_aaa_spot_daily_2021_2026.csv")
    gilt = on_day(data / "boe-gilt-yield-curve" / "boe_nominal_spot_daily_2021_2026.csv")
    jgb = on_day(data / "jgb-yields" / "mof_jgb_par_yields_daily.csv")
    overnight = on_day(data / "overnight-rates" / "overnight_rates_daily.csv")
    euro = {tenor: euro_short[tenor] for tenor in ("3M", "6M")} | euro_long
    curves = [
        ("USD.TREASURY", "USD", "par_2", "monotone_cubic_discount", treasury,
         "US Treasury, Daily Treasury Par Yield Curve Rates"),
        ("EUR.AAA", "EUR", "zero_continuous", "linear_zero", euro,
         "European Central Bank, AAA-rated euro area central government spot curve"),
        ("GBP.GILT", "GBP", "zero_continuous", "linear_zero", gilt,
         "Bank of England, nominal government spot curve"),
        ("JPY.JGB", "JPY", "par_2", "monotone_cubic_discount", jgb,
         "Ministry of Finance Japan, constant-maturity yields of government bonds"),
        ("USD.SOFR", "USD", "zero_simple", "linear_zero", {"ON": overnight["SOFR"]},
         "Federal Reserve Bank of New York, SOFR"),
        ("EUR.ESTR", "EUR", "zero_simple", "linear_zero", {"ON": overnight["ESTR"]},
         "European Central Bank, euro short-term rate"),
        ("GBP.SONIA", "GBP", "zero_simple", "linear_zero", {"ON": overnight["SONIA"]},
         "Bank of England, SONIA"),
        ("JPY.TONA", "JPY", "zero_simple", "linear_zero", {"ON": overnight["TONA"]},
         "Bank of Japan, uncollateralised overnight call rate"),
        ("CAD.CORRA", "CAD", "zero_simple", "linear_zero", {"ON": overnight["CORRA"]},
         "Bank of Canada, CORRA"),
    ]
    points = []
    for curve, currency, kind, interpolation, quotes, source in curves:
        for tenor, rate in quotes.items():
            if tenor != "date" and rate:
                points.append({
                    "curve": curve, "currency": currency, "kind": kind, "interpolation": interpolation,
                    "tenor": tenor, "rate_percent": text(rate), "source": source,
                })
    write("market/curves.csv", list(points[0]), points)

    names = (
        "USD.CORPORATE USD.AGENCY USD.MUNICIPAL USD.SOVEREIGN EUR.CORPORATE EUR.SOVEREIGN GBP.CORPORATE "
        "USD.COMMERCIAL-MORTGAGE USD.SMALL-BUSINESS"
    ).split()
    spreads = [
        {"curve": name, "currency": name[:3], "tenor": tenor, "spread_bp": "0",
         "source": "level zero: each position carries its own spread"}
        for name in names for tenor in ("1Y", "5Y", "10Y", "30Y")
    ]
    write("market/spreads.csv", list(spreads[0]), spreads)

    rates = next(
        row for row in rows(data / "ecb-fx-reference-rates" / "ecb_eurofxref_daily.csv.gz")
        if row["date"] == DAY.isoformat())
    fx = [{"currency": code, "rate": text(rate)} for code, rate in rates.items() if code != "date" and rate]
    write("market/fx.csv", ["currency", "rate"], fx)

    manifest = {
        "schema_version": 1,
        "valuation_date": DAY.isoformat(),
        "source": "US Treasury, ECB, Bank of England, Ministry of Finance Japan and central banks' overnight rates",
        "built_at": "2023-03-31T21:00:00Z",
        "adjustments": [
            "EUR.AAA: 3M and 6M are from the ECB's short list of tenors, which gives four decimals; 1Y to 30Y from "
            "the full list",
            "CAD.CORRA: one overnight rate stands for the curve; meant for forwards of up to three months",
            "Spread curves stand at zero; each position's own spread is solved from its mark or given with it",
        ],
        "discount_curves": {
            "CAD": "CAD.CORRA", "EUR": "EUR.AAA", "GBP": "GBP.GILT", "JPY": "JPY.JGB", "USD": "USD.TREASURY",
        },
        "fx_base": "EUR",
    }
    (OUT / "market" / "market.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


# The fund's own risk figures


def reported_risk(data):
    measures = {
        "intrstRtRiskdv01": "DV01", "intrstRtRiskdv100": "DV100",
        "creditSprdRiskInvstGrade": "CREDIT_SPREAD_DV01_INVESTMENT_GRADE",
        "creditSprdRiskNonInvstGrade": "CREDIT_SPREAD_DV01_NON_INVESTMENT_GRADE",
    }
    tenors = {"m3": "3M", "y1": "1Y", "y5": "5Y", "y10": "10Y", "y30": "30Y"}
    records = [
        {"measure": measures[row["metric"]], "currency": row["currency"], "tenor": tenor,
         "reported_usd": text(row[key])}
        for row in rows(data / FUND / "reported_risk_metrics.csv") for key, tenor in tenors.items()
    ]
    write("reported_risk.csv", ["measure", "currency", "tenor", "reported_usd"], records)


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    data = pathlib.Path(arguments[1])
    (OUT / "market").mkdir(parents=True, exist_ok=True)
    parts = [bond_fund(data), commercial_mortgages(data), small_business_loans(data)]
    instruments = [record for part in parts for record in part[0]]
    positions = [record for part in parts for record in part[1]]
    write("instruments.csv", INSTRUMENT_COLUMNS, instruments)
    write("positions.csv", POSITION_COLUMNS, positions)
    write("counterparties.csv", ["counterparty_id", "name", "lei"], counterparties(data))
    market(data)
    reported_risk(data)
    print(f"{len(instruments)} instruments, {len(positions)} positions")


main(sys.argv)
