#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/pricing.json: bonds, loans and forwards valued by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/pricing.py
Seeded: the same file every time.
"""
import json
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
random.seed(20230331)
TODAY = ql.Date(31, 3, 2023)
ql.Settings.instance().evaluationDate = TODAY
ACT365 = ql.Actual365Fixed()

CURVES = {
    "USD": [("1M", 4.74), ("3M", 4.85), ("1Y", 4.64), ("2Y", 4.06), ("5Y", 3.6), ("10Y", 3.48), ("30Y", 3.67)],
    "EUR": [("3M", 2.75), ("1Y", 2.80), ("2Y", 2.62), ("5Y", 2.35), ("10Y", 2.41), ("30Y", 2.36)],
    "GBP": [("6M", 4.05), ("1Y", 3.93), ("2Y", 3.71), ("5Y", 3.41), ("10Y", 3.48), ("30Y", 3.9)],
    "JPY": [("3M", -0.2), ("1Y", -0.115), ("2Y", -0.061), ("5Y", 0.104), ("10Y", 0.389), ("40Y", 1.389)],
}
FX = {"USD": 1.0875, "GBP": 0.8792, "JPY": 144.83}  # per EUR

CONVENTIONS = {
    "US_STREET": ("USD", ql.UnitedStates(ql.UnitedStates.GovernmentBond), 1, 2, True, None),
    "US_CORPORATE": ("USD", ql.UnitedStates(ql.UnitedStates.GovernmentBond), 1, 2, False, ql.Thirty360(ql.Thirty360.USA)),
    "US_MUNICIPAL": ("USD", ql.UnitedStates(ql.UnitedStates.GovernmentBond), 1, 2, False, ql.Thirty360(ql.Thirty360.BondBasis)),
    "EUROBOND": ("EUR", ql.TARGET(), 2, 1, False, ql.Thirty360(ql.Thirty360.European)),
    "GERMAN_BUND": ("EUR", ql.TARGET(), 2, 1, False, None),
    "UK_GILT": ("GBP", ql.UnitedKingdom(), 1, 2, False, None),
    "JGB": ("JPY", ql.Japan(), 1, 2, False, ACT365),
}


def iso(date):
    return f"{date.year():04d}-{date.month():02d}-{date.dayOfMonth():02d}"


def curve(currency):
    dates, rates = [TODAY], [CURVES[currency][0][1] / 100]
    for tenor, rate in CURVES[currency]:
        dates.append(TODAY + ql.Period(tenor))
        rates.append(rate / 100)
    built = ql.ZeroCurve(dates, rates, ACT365, ql.NullCalendar(), ql.Linear(), ql.Continuous)
    built.enableExtrapolation()
    return ql.YieldTermStructureHandle(built)


HANDLES = {currency: curve(currency) for currency in CURVES}


def spreaded(currency, spread_bp):
    quote = ql.QuoteHandle(ql.SimpleQuote(spread_bp / 1e4))
    return ql.YieldTermStructureHandle(ql.ZeroSpreadedTermStructure(HANDLES[currency], quote, ql.Continuous, ql.NoFrequency))


def flow_sums(flows, discount):
    """Present value and its derivatives from QuantLib's flows and discount factors."""
    value = duration = 0.0
    for flow in flows:
        coupon = ql.as_coupon(flow)
        ex_date = coupon.exCouponDate() if coupon else ql.Date()
        if flow.date() <= TODAY or (ex_date != ql.Date() and ex_date <= TODAY):
            continue
        time = ACT365.yearFraction(TODAY, flow.date())
        present = flow.amount() * discount.discount(flow.date())
        value += present
        duration += time * present
    return value, duration


def bond_case(index):
    name = random.choice(list(CONVENTIONS))
    currency, calendar, settlement_days, frequency, eom, day_counter = CONVENTIONS[name]
    zero = random.random() < 0.08
    if not zero and random.random() < 0.15 and name not in ("UK_GILT",):
        frequency = random.choice([1, 2, 4])
    months = 12 // frequency
    maturity = TODAY + ql.Period(random.randint(10, 30 * 365), ql.Days)
    if random.random() < 0.2:
        maturity = ql.Date.endOfMonth(maturity)
    remaining = (maturity - TODAY) * frequency // 365 + 1
    dated = maturity - ql.Period(months * (remaining + random.randint(0, 12)), ql.Months)
    while dated >= TODAY:
        dated = dated - ql.Period(months, ql.Months)
    coupon = 0.0 if zero else random.choice([0.0, 0.25, 1.5, 2.875, 4.0, 5.25, 7.5, 11.0]) / 100
    spread_bp = random.choice([0, 25, 120, 480, -30])
    if zero:
        schedule = ql.Schedule([dated, maturity])
        bond = ql.ZeroCouponBond(settlement_days, calendar, 100.0, maturity, ql.Following, 100.0, dated)
        accruing = bond
    else:
        schedule = ql.Schedule(dated, maturity, ql.Period(months, ql.Months), ql.NullCalendar(), ql.Unadjusted,
                               ql.Unadjusted, ql.DateGeneration.Backward, eom)
        isma = ql.ActualActual(ql.ActualActual.ISMA, schedule)
        ex_coupon = [ql.Period(6, ql.Days), calendar, ql.Preceding, False] if name == "UK_GILT" else []

        def fixed(counter):
            return ql.FixedRateBond(settlement_days, 100.0, schedule, [coupon], counter, ql.Following, 100.0, dated,
                                    calendar, *ex_coupon)

        # Bond markets pay equal coupons in regular periods and count days only for accrued interest; QuantLib pays by
        # the day count, so the flows come from an ISMA bond and the accrued interest from the convention's.
        bond, accruing = fixed(isma), fixed(day_counter or isma)
    handle = spreaded(currency, spread_bp)
    bond.setPricingEngine(ql.DiscountingBondEngine(handle))
    settlement = bond.settlementDate()
    value, duration = flow_sums(bond.cashflows(), handle)
    quotable = maturity > settlement
    accrued = accruing.accruedAmount() if quotable else None
    return {
        "kind": "bond", "currency": currency, "convention": name, "dated": iso(dated), "maturity": iso(maturity),
        "coupon": coupon, "frequency": 0 if zero else frequency, "end_of_month": eom, "spread_bp": spread_bp,
        "settlement": iso(settlement), "value": bond.NPV(), "dollar_duration": duration, "sum": value,
        "clean": bond.cleanPrice() + bond.accruedAmount() - accrued if quotable else None, "accrued": accrued,
    }


def loan_case(index):
    currency = "USD"
    periods = random.randint(3, 360)
    rate = random.choice([0.0, 3.25, 4.5, 6.0, 9.75]) / 100
    start = ql.Date(random.randint(1, 28), random.choice([1, 2, 3]), 2023)
    balance = float(random.randint(10, 5000) * 1000)
    style = random.choice(["level", "linear", "bullet", "balloon", "interest_only"])
    amortising = periods if style in ("level", "linear") else periods + random.randint(12, 120)
    interest_only = random.randint(1, periods - 1) if style == "interest_only" else 0
    notionals = [balance]
    monthly = rate / 12

    def annuity(principal, count):
        return principal / count if monthly == 0 else principal * monthly / (1 - (1 + monthly) ** -count)

    for period in range(1, periods):
        current = notionals[-1]
        if style == "bullet" or period <= interest_only:
            repaid = 0.0
        elif style == "linear":
            repaid = balance / amortising
        else:
            count = (amortising if style == "balloon" else periods) - interest_only
            repaid = annuity(balance, count) - current * monthly
        notionals.append(current - repaid)
    end = start + ql.Period(periods, ql.Months)
    schedule = ql.Schedule(start, end, ql.Period(1, ql.Months), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted,
                           ql.DateGeneration.Forward, False)
    bond = ql.AmortizingFixedRateBond(0, notionals, schedule, [rate], ql.Thirty360(ql.Thirty360.BondBasis))
    spread_bp = random.choice([0, 150, 300])
    handle = spreaded(currency, spread_bp)
    bond.setPricingEngine(ql.DiscountingBondEngine(handle))
    value, duration = flow_sums(bond.cashflows(), handle)
    return {
        "kind": "loan", "currency": currency, "style": style, "balance": balance, "balance_date": iso(start),
        "first_payment": iso(start + ql.Period(1, ql.Months)), "maturity": iso(end), "rate": rate,
        "periods": (amortising - interest_only) if style == "balloon" else None, "interest_only": interest_only,
        "spread_bp": spread_bp, "value": bond.NPV(), "sum": value, "dollar_duration": duration,
    }


def forward_case(index):
    buy, sell = random.sample(list(CURVES), 2)
    days = random.choice([1, 7, 30, 91, 180, 365, 1000])
    date = TODAY + days
    per_eur = dict(FX, EUR=1.0)
    buy_amount = float(random.randint(1, 900) * 1000)
    sell_amount = buy_amount * per_eur[sell] / per_eur[buy] * random.uniform(0.97, 1.03)
    value_currency = random.choice([buy, sell])
    value = (buy_amount * HANDLES[buy].discount(date) * per_eur[value_currency] / per_eur[buy]
             - sell_amount * HANDLES[sell].discount(date) * per_eur[value_currency] / per_eur[sell])
    return {"kind": "forward", "buy": buy, "sell": sell, "buy_amount": buy_amount, "sell_amount": sell_amount,
            "settlement": iso(date), "value_currency": value_currency, "value": value}


cases = [bond_case(i) for i in range(240)] + [loan_case(i) for i in range(80)] + [forward_case(i) for i in range(40)]
out = pathlib.Path(__file__).resolve().parents[2] / "Tests/PricingTests/Goldens/pricing.json"
document = {
    "oracle": f"QuantLib {ql.__version__}", "valuation_date": iso(TODAY),
    "curves": {c: [{"tenor": t, "rate": r / 100} for t, r in points] for c, points in CURVES.items()},
    "fx_per_eur": FX, "cases": cases,
}
out.write_text(json.dumps(document, indent=0) + "\n")
print(f"{len(cases)} cases to {out}")
