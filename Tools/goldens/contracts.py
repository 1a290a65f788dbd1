#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/contracts.json: bonds and loans at their awkward moments, valued by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/contracts.py
Curves are flat, continuously compounded, Act/365F. Loans with prepayment run off by the monthly recursion written here.
"""
import json
import pathlib

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
ACT365 = ql.Actual365Fixed()
US = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
CONVENTIONS = {  # calendar, settlement days, day counter (None: ISMA by the bond's schedule), ex-coupon days
    "US_STREET": (US, 1, None, 0),
    "US_CORPORATE": (US, 1, ql.Thirty360(ql.Thirty360.USA), 0),
    "US_MUNICIPAL": (US, 1, ql.Thirty360(ql.Thirty360.BondBasis), 0),
    "EUROBOND": (ql.TARGET(), 2, ql.Thirty360(ql.Thirty360.European), 0),
    "GERMAN_BUND": (ql.TARGET(), 2, None, 0),
    "ISMA": (ql.TARGET(), 2, None, 0),
    "UK_GILT": (ql.UnitedKingdom(), 1, None, 6),
}


def day(text):
    return ql.Date(text, "%Y-%m-%d") if text else ql.Date()


def flat(rate):
    return ql.YieldTermStructureHandle(
        ql.FlatForward(ql.Settings.instance().evaluationDate, rate, ACT365, ql.Continuous))


def bond(name, convention, valuation, dated, maturity, coupon, frequency, rate=0.04, first=None, penultimate=None,
         end_of_month=False, principal=()):
    """One bond. `principal`: repayments on coupon dates per 100 of original face."""
    ql.Settings.instance().evaluationDate = day(valuation)
    calendar, settlement_days, counter, ex_days = CONVENTIONS[convention]
    schedule = ql.Schedule(day(dated), day(maturity), ql.Period(12 // frequency, ql.Months), calendar,
                           ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Backward, end_of_month, day(first),
                           day(penultimate))
    counter = counter or ql.ActualActual(ql.ActualActual.ISMA, schedule)
    ex_coupon = [ql.Period(ex_days, ql.Days), calendar, ql.Preceding, False] if ex_days else []
    if principal:
        repaid = {day(date): amount for date, amount in principal}
        notionals, left = [], 100.0
        for start in list(schedule)[:-1]:
            left -= repaid.pop(start, 0.0)
            notionals.append(left)
        assert not repaid, "repayments fall on coupon dates"
        made = ql.AmortizingFixedRateBond(settlement_days, notionals, schedule, [coupon], counter, ql.Following,
                                          day(dated))
    else:
        made = ql.FixedRateBond(settlement_days, 100.0, schedule, [coupon], counter, ql.Following, 100.0, day(dated),
                                calendar, *ex_coupon)
    made.setPricingEngine(ql.DiscountingBondEngine(flat(rate)))
    return {
        "name": name, "kind": "bond", "valuation": valuation, "rate": rate, "convention": convention, "dated": dated,
        "maturity": maturity, "coupon": coupon, "frequency": frequency, "first": first, "penultimate": penultimate,
        "end_of_month": end_of_month, "principal": [{"date": d, "amount": a} for d, a in principal],
        "settlement": made.settlementDate().ISO(), "value": made.NPV(), "clean": made.cleanPrice(),
        "accrued": made.accruedAmount(),
    }


def loan(name, valuation, balance, balance_date, first, periods, note_rate, prepayment_rate, fee, rate=0.04):
    """A level-pay loan with constant prepayment, monthly, held at `valuation` after some of its payments."""
    ql.Settings.instance().evaluationDate = day(valuation)
    curve, survivors, left = flat(rate), (1 - prepayment_rate) ** (1 / 12), balance
    value = outstanding = weighted = repaid = 0.0
    accrued = None
    for period in range(periods):
        date = day(first) + ql.Period(period, ql.Months)
        payments_left = periods - period
        monthly = note_rate / 12
        payment = left * monthly / (1 - (1 + monthly) ** -payments_left)
        scheduled = payment - left * monthly
        prepaid = (left - scheduled) * (1 - survivors)
        if date > day(valuation):
            if accrued is None:
                outstanding = left
                start = day(first) + ql.Period(period - 1, ql.Months)
                days = ql.Thirty360(ql.Thirty360.BondBasis).dayCount(start, day(valuation))
                accrued = (note_rate - fee) * days / 360 * 100
            value += (left * (note_rate - fee) / 12 + scheduled + prepaid) * curve.discount(date)
            weighted += (scheduled + prepaid) * (date - day(valuation)) / 365
            repaid += scheduled + prepaid
        left -= scheduled + prepaid
    maturity = day(first) + ql.Period(periods - 1, ql.Months)
    return {
        "name": name, "kind": "loan", "valuation": valuation, "rate": rate, "balance": balance,
        "balance_date": balance_date, "first": first, "maturity": maturity.ISO(), "coupon": note_rate,
        "prepayment_rate": prepayment_rate, "fee": fee, "settlement": valuation, "value": value,
        "clean": value / outstanding * 100 - accrued, "accrued": accrued, "wal": weighted / repaid,
    }


CASES = [
    bond("short first coupon", "US_STREET", "2023-03-31", "2023-02-02", "2030-01-31", 0.035, 2, first="2023-07-31",
         end_of_month=True),
    bond("long first coupon", "US_CORPORATE", "2023-03-31", "2023-01-10", "2033-09-15", 0.0525, 2, first="2023-09-15"),
    bond("long first coupon, in its first notional part", "US_STREET", "2023-03-31", "2023-02-15", "2030-11-15", 0.04,
         2, first="2023-11-15"),
    bond("short last coupon", "EUROBOND", "2023-03-31", "2020-06-15", "2027-09-15", 0.0275, 1,
         penultimate="2027-06-15"),
    bond("in a short last coupon", "GERMAN_BUND", "2023-07-03", "2020-06-15", "2023-09-15", 0.0275, 1,
         penultimate="2023-06-15"),
    bond("before its dated date", "US_STREET", "2023-03-29", "2023-03-31", "2028-03-31", 0.03625, 2,
         end_of_month=True),
    bond("settles on a coupon date", "US_STREET", "2023-05-12", "2020-05-15", "2033-05-15", 0.04, 2),
    bond("coupon falls between valuation and settlement", "GERMAN_BUND", "2023-02-14", "2018-02-15", "2028-02-15",
         0.005, 1),
    bond("coupon of a Saturday is still to be paid", "US_CORPORATE", "2023-04-14", "2018-04-15", "2028-04-15", 0.045,
         2),
    bond("last coupon period", "US_MUNICIPAL", "2023-03-31", "2013-08-01", "2023-08-01", 0.05, 2),
    bond("leap day to leap day", "US_STREET", "2024-02-28", "2016-02-29", "2028-02-29", 0.06, 2, end_of_month=True),
    bond("settles on a leap day", "ISMA", "2024-02-27", "2019-02-28", "2029-02-28", 0.02, 1),
    bond("gilt cum dividend at valuation, ex at settlement", "UK_GILT", "2013-05-29", "2000-06-07", "2021-06-07",
         0.08, 2),
    bond("gilt ex dividend", "UK_GILT", "2013-05-30", "2000-06-07", "2021-06-07", 0.08, 2),
    bond("gilt in its last ex-dividend days", "UK_GILT", "2021-06-01", "2000-06-07", "2021-06-07", 0.08, 2),
    bond("negative rates", "GERMAN_BUND", "2021-03-31", "2020-08-15", "2050-08-15", 0.0, 1, rate=-0.004),
    bond("far above par", "US_STREET", "2020-08-03", "2010-11-15", "2040-11-15", 0.1125, 2, rate=0.001),
    bond("distressed", "US_CORPORATE", "2023-03-31", "2018-11-15", "2033-11-15", 0.07, 2, rate=0.75),
    bond("sinker, nothing repaid yet", "ISMA", "2023-03-31", "2018-03-22", "2048-03-22", 0.06625, 1,
         principal=[("2046-03-22", 33.33), ("2047-03-22", 33.33)]),
    bond("sinker, partly repaid", "US_CORPORATE", "2023-03-31", "2013-04-15", "2028-04-15", 0.0525, 2,
         principal=[(f"{year}-04-15", 10.0) for year in range(2019, 2028)]),
    bond("sinker repays between valuation and settlement", "EUROBOND", "2023-04-14", "2013-04-17", "2028-04-17",
         0.0525, 1, principal=[(f"{year}-04-17", 15.0) for year in range(2022, 2028)]),
    loan("loan with prepayment", "2023-03-15", 250_000.0, "2023-03-15", "2023-04-15", 360, 0.065, 0.06, 0.0025),
    loan("loan some payments after its balance", "2023-09-20", 250_000.0, "2023-03-15", "2023-04-15", 240, 0.065, 0.06,
         0.0025),
    loan("loan valued on a payment date", "2023-09-15", 1e6, "2023-03-15", "2023-04-15", 120, 0.045, 0.12, 0.0),
    loan("loan with one payment left", "2033-03-01", 1e6, "2023-03-15", "2023-04-15", 120, 0.045, 0.12, 0.0),
]

if __name__ == "__main__":
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/contracts.json"
    path.write_text(json.dumps(CASES, indent=1) + "\n")
    print(f"{len(CASES)} cases to {path}")
