#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/variable_loans.json: loans whose rate or balance moves, run off one by one by the textbook.

usage: pip install QuantLib==1.44; python3 Tools/goldens/variable_loans.py
Seeded: the same file every time. QuantLib 1.44 gives curves and business days; rates, payments, balances, fees and values are
worked out here in plain arithmetic, one scenario at a time. The market is that of floating.py.
"""
import json
import math
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
TODAY = ql.Date(31, 3, 2023)
ql.Settings.instance().evaluationDate = TODAY
ACT365 = ql.Actual365Fixed()
MORTGAGES, FACILITIES = 240, 120
SOFR, TARGET = ql.UnitedStates(ql.UnitedStates.SOFR), ql.TARGET()
BONDS = ql.UnitedStates(ql.UnitedStates.GovernmentBond)

POINTS = {
    "USD": [("1M", 4.74), ("3M", 4.85), ("1Y", 4.64), ("2Y", 4.06), ("5Y", 3.6), ("10Y", 3.48), ("40Y", 3.67)],
    "EUR": [("3M", 2.75), ("1Y", 2.80), ("2Y", 2.62), ("5Y", 2.35), ("10Y", 2.41), ("40Y", 2.36)],
}
# Currency, what zero rates are above the currency's, calendar, months of the deposit.
INDICES = {
    "USD-TERM-SOFR-1M": ("USD", 0.14, SOFR, 1),
    "USD-TERM-SOFR-3M": ("USD", 0.17, SOFR, 3),
    "USD-SOFR-AVERAGE-30D": ("USD", 0.11, SOFR, None),
    "USD-TREASURY-1Y": ("USD", 0.0, BONDS, None),
    "EUR-EURIBOR-3M": ("EUR", 0.21, TARGET, 3),
    "EUR-EURIBOR-6M": ("EUR", 0.33, TARGET, 6),
}


class Market:
    """Zero curves with everything moved by `shift`."""

    def __init__(self, shift):
        self.shift, self.curves = shift, {}

    def discount(self, currency, above, date):
        key = currency, above
        if key not in self.curves:
            dates, rates = [TODAY], [(POINTS[currency][0][1] + above) / 100 + self.shift]
            for tenor, rate in POINTS[currency]:
                dates.append(TODAY + ql.Period(tenor))
                rates.append((rate + above) / 100 + self.shift)
            curve = ql.ZeroCurve(dates, rates, ACT365, ql.NullCalendar(), ql.Linear(), ql.Continuous)
            curve.enableExtrapolation()
            self.curves[key] = curve
        return self.curves[key].discount(date)

    def index(self, name, reset, lookback):
        """The rate that a loan looks up for a reset."""
        currency, above, calendar, months = INDICES[name]
        lag = 2 if months else 0
        if lookback is None:
            fixing = calendar.advance(reset, -lag, ql.Days, ql.Following) if lag else calendar.adjust(reset, ql.Following)
        else:
            fixing = calendar.adjust(reset - lookback, ql.Preceding)
        if fixing < TODAY:
            return POINTS[currency][0][1] / 100 + 1e-5 * ((TODAY - fixing) % 41)

        def p(date):
            return self.discount(currency, above, date)

        if months:
            start = calendar.advance(fixing, lag, ql.Days)
            end = calendar.advance(start, months, ql.Months, ql.ModifiedFollowing, True)
            return (p(start) / p(end) - 1) * 360 / (end - start)
        if name == "USD-TREASURY-1Y":
            half, year = (fixing + ql.Period(n, ql.Months) for n in (6, 12))
            return (p(fixing) - p(year)) / (0.5 * (p(half) + p(year)))
        start = max(fixing - 30, TODAY)
        end = max(fixing, start + 1)
        return (p(start) / p(end) - 1) * 360 / (end - start)


def years(day_count, start, end):
    if day_count == "30/360":
        return (360 * (end.year() - start.year()) + 30 * (end.month() - start.month()) + end.dayOfMonth() - start.dayOfMonth()) / 360
    return (end - start) / {"ACT/360": 360, "ACT/365F": 365}[day_count]


def annuity(balance, rate, count):
    return balance / count if rate == 0 else balance * rate / (1 - (1 + rate) ** -count)


def rounded(rate, step, direction):
    whole = math.floor(rate / step)
    part = rate / step - whole
    up = {"nearest": part >= 0.5, "up": part > 1e-9, "down": part > 1 - 1e-9}[direction]
    return (whole + up) * step


def due_dates(loan):
    step, dates, k = 12 // loan["frequency"], [], 0
    while loan["first"] + ql.Period(k * step, ql.Months) < loan["maturity"]:
        dates.append(loan["first"] + ql.Period(k * step, ql.Months))
        k += 1
    return dates + [loan["maturity"]]


def cycle(first, months, end):
    dates, k = [], 0
    while first is not None and first + ql.Period(k * months, ql.Months) < end and (k == 0 or months):
        dates.append(first + ql.Period(k * months, ql.Months))
        k += 1
    return dates


def pay_day(loan, date):
    if loan["calendar"] == "weekends_only":
        return date
    return {"target": TARGET, "us_sofr": SOFR}[loan["calendar"]].adjust(date, ql.Following)


def run(loan, market):
    """Payments: day, interest with fees, principal, prepayment, balance afterwards."""
    dates, out = due_dates(loan), []
    reset, f = loan.get("reset"), loan["frequency"]
    resets = cycle(reset["first"], reset["months"], loan["maturity"]) if reset else []
    pay = loan.get("payment_reset")
    recasts = cycle(pay["first"], pay["months"], loan["maturity"]) if pay else resets
    rate, balance, alive = loan["rate"], loan["balance"], 1.0
    payment = loan.get("payment")
    start = loan["balance_date"]
    commitment = loan.get("commitment")
    drawn_ever = 0.0
    changes = sorted([(d, -a) for d, a in loan.get("repayments", [])] + [(d, a) for d, a in loan.get("drawdowns", [])])
    for n, end in enumerate(dates, 1):
        regular = (end == start + ql.Period(12 // f, ql.Months))
        if start in resets:
            wanted = market.index(reset["index"], start, reset.get("lookback")) + reset["margin"]
            if "step" in reset:
                wanted = rounded(wanted, reset["step"], reset["direction"])
            limit = reset.get("first_cap") if start == reset["first"] else reset.get("periodic_cap")
            if limit is not None:
                wanted = min(max(wanted, rate - limit), rate + limit)
            wanted = min(wanted, reset.get("cap", 9))
            rate = max(wanted, reset["floor"])
        if loan["amortisation"] == "level_pay" or loan["amortisation"] == "io" and n > loan["io"]:
            before = n - 1 if loan["amortisation"] == "level_pay" else n - 1 - loan["io"]
            whole = len(dates) if loan["amortisation"] == "level_pay" else max(1, len(dates) - loan["io"])
            left = max(1, (loan.get("periods") or whole) - before)
            if payment is None:
                payment = annuity(balance, rate / f, left)
            elif start in recasts:
                wanted = annuity(balance, rate / f, left)
                if pay and "cap" in pay:
                    wanted = min(max(wanted, payment * (1 - pay["cap"])), payment * (1 + pay["cap"]))
                payment = wanted
            is_level = True
        else:
            is_level = False
        length = 1 / f if regular and loan["day_count"] == "30/360" else years(loan["day_count"], start, end)
        # Day by day of change: interest and fees on what stands in between.
        interest = fee = 0.0
        cursor, gone = start, 0.0
        at_end = 0.0

        def accrue(until):
            nonlocal interest, fee, gone
            there = length if until == end else years(loan["day_count"], start, until)
            interest += balance * rate * (there - gone)
            fee -= balance * loan.get("servicing_fee", 0) * (there - gone)
            if commitment:
                used = balance if commitment["revolving"] else loan["balance"] + drawn_ever
                fee += max(commitment["amount"] - used, 0) * commitment["fee"] * (there - gone)
                if balance > commitment["threshold"] * commitment["amount"]:
                    fee += balance * commitment["utilisation"] * (there - gone)
            gone = there

        while changes and changes[0][0] <= end:
            date, amount = changes.pop(0)
            if date == end:
                at_end += amount
                continue
            accrue(date)
            balance += amount
            drawn_ever += max(amount, 0)
            out.append((pay_day(loan, date), 0.0, -alive * amount, 0.0, alive * balance))
        accrue(end)
        if n == len(dates):
            principal = balance
        elif is_level:
            principal = min(payment - interest, balance)
            if "limit" in loan and balance - principal > loan["limit"]:
                payment = annuity(balance, rate / f, left)
                principal = min(payment - interest, balance)
        elif loan["amortisation"] == "linear":
            principal = min(loan.get("payment") or loan["balance"] / (loan.get("periods") or len(dates)), balance)
        else:
            principal = -at_end
            drawn_ever += max(at_end, 0)
        if balance - principal < 1e-11 * max(loan["balance"], commitment["amount"] if commitment else 0):
            principal = balance
        balance -= principal
        months = 12 / f if regular else 12 * years("30/360", start, end)
        speed = 1 - (1 - loan.get("cpr", 0)) ** (months / 12)
        prepaid = balance * speed
        penalty = next((r for d, r in loan.get("penalties", []) if end <= d), 0)
        out.append((pay_day(loan, end), alive * (interest + fee + penalty * prepaid), alive * principal, alive * prepaid,
                    alive * (balance - prepaid)))
        alive *= 1 - speed
        start = end
    return out


def value(loan, market):
    return sum((i + p + q) * market.discount(loan["currency"], 0.0, d) for d, i, p, q, _ in run(loan, market) if d > TODAY)


def day(g, low, high):
    date = TODAY + g.randrange(int(low * 365), int(high * 365))
    return ql.Date(min(date.dayOfMonth(), 28), date.month(), date.year())


def reset_terms(g, loan, low):
    step = 12 // loan["frequency"]
    index = g.choice([n for n, i in INDICES.items() if i[0] == loan["currency"]])
    dates = due_dates(loan)
    reset = {"index": index, "margin": round(g.uniform(0, 0.03), 4), "floor": g.choice([0, 0, 0.01, 0.03]),
             "first": dates[g.randrange(low, max(low + 1, min(len(dates) - 1, 40)))],
             "months": step * g.choice([1, 1, 2, 4, 0]) if step > 1 else g.choice([1, 6, 12, 12, 60, 0])}
    if g.random() < 0.5:
        reset["lookback"] = g.choice([0, 15, 45])
    if g.random() < 0.3:
        reset["step"], reset["direction"] = g.choice([0.00125, 0.0025]), g.choice(["nearest", "up", "down"])
    if g.random() < 0.5:
        reset["first_cap"], reset["periodic_cap"] = g.choice([(0.02, 0.02), (0.05, 0.01), (0.005, 0.0025)])
    if g.random() < 0.5:
        reset["cap"] = g.choice([0.05, 0.0575, 0.09])
    return reset


def mortgage(number, g):
    currency = g.choice(["USD", "USD", "EUR"])
    f = g.choice([12, 12, 12, 4])
    loan = {"currency": currency, "frequency": f, "balance": float(g.randrange(50_000, 900_000)), "rate": round(g.uniform(0.01, 0.07), 5),
            "day_count": g.choice(["30/360", "30/360", "ACT/360", "ACT/365F"]), "calendar": g.choice(["weekends_only", "target", "us_sofr"]),
            "balance_date": day(g, -1.2, 0.0), "amortisation": g.choice(["level_pay"] * 4 + ["io", "linear", "bullet"])}
    odd = g.choice([0, 0, 0, 9])
    loan["first"] = loan["balance_date"] + ql.Period(12 // f, ql.Months) + odd
    if loan["first"].dayOfMonth() > 28:
        loan["first"] = ql.Date(28, loan["first"].month(), loan["first"].year())
    count = g.randrange(14, 60) if f == 4 else g.randrange(20, 360)
    loan["maturity"] = loan["first"] + ql.Period(count * 12 // f, ql.Months) + g.choice([0, 0, 0, 0, 11])
    loan["reset"] = reset_terms(g, loan, 0)
    if loan["amortisation"] == "io":
        loan["io"] = g.randrange(0, 24)
    if loan["amortisation"] == "level_pay" and g.random() < 0.3:
        loan["periods"] = count + g.randrange(0, 120)
    if loan["amortisation"] == "level_pay" and g.random() < 0.4:
        dates = due_dates(loan)
        loan["payment_reset"] = {"first": dates[g.randrange(0, min(len(dates) - 1, 30))], "months": g.choice([12, 12, 60, 0])}
        if g.random() < 0.7:
            loan["payment_reset"]["cap"] = g.choice([0.075, 0.02])
        if g.random() < 0.6:
            loan["payment"] = round(annuity(loan["balance"], 0.02 / f, count + 1), 2)
        if g.random() < 0.5:
            loan["limit"] = round(loan["balance"] * g.choice([1.02, 1.1, 1.25]), 2)
    if g.random() < 0.4:
        loan["cpr"] = round(g.uniform(0.01, 0.2), 3)
        if g.random() < 0.5:
            loan["penalties"] = [(TODAY + 365 * k, r) for k, r in ((1, 0.03), (2, 0.02), (4, 0.01))]
    if g.random() < 0.3:
        loan["servicing_fee"] = 0.0025
    return loan


def facility(number, g):
    f = g.choice([4, 12, 2])
    loan = {"currency": g.choice(["USD", "EUR"]), "frequency": f, "balance": float(g.randrange(0, 5) * 1_000_000),
            "rate": round(g.uniform(0.03, 0.08), 5), "day_count": g.choice(["ACT/360", "ACT/360", "30/360"]),
            "calendar": g.choice(["weekends_only", "target", "us_sofr"]), "balance_date": day(g, -0.9, 0.0), "amortisation": "bullet"}
    loan["first"] = loan["balance_date"] + ql.Period(12 // f, ql.Months)
    loan["maturity"] = loan["first"] + ql.Period(g.randrange(6, 24) * 12 // f, ql.Months)
    revolving = g.random() < 0.6
    amount = loan["balance"] + g.randrange(1, 6) * 1_000_000
    loan["commitment"] = {"amount": amount, "revolving": revolving, "fee": round(g.uniform(0, 0.01), 4),
                          "utilisation": g.choice([0, 0.0015, 0.003]), "threshold": g.choice([0, 0.33, 0.66])}
    drawn, used = loan["balance"], loan["balance"]
    dates = sorted({day(g, -0.8, 4) for _ in range(8)} | {g.choice(due_dates(loan)) for _ in range(2)})
    loan["drawdowns"], loan["repayments"] = [], []
    for date in dates:
        if not loan["balance_date"] < date < loan["maturity"]:
            continue
        room = amount - (drawn if revolving else used)
        if g.random() < 0.55 and room > 0:
            size = round(room * g.uniform(0.1, 1), 2)
            loan["drawdowns"].append((date, size))
            drawn, used = drawn + size, used + size
        elif drawn > 0:
            size = round(drawn * g.uniform(0.1, 0.9), 2)
            loan["repayments"].append((date, size))
            drawn -= size
    if g.random() < 0.7:
        loan["reset"] = reset_terms(g, loan, 0)
    if g.random() < 0.3:
        loan["cpr"] = round(g.uniform(0.01, 0.2), 3)
        loan["penalties"] = [(TODAY + 365, 0.02), (TODAY + 900, 0.01)]
    return loan


def plain(item):
    if isinstance(item, ql.Date):
        return item.ISO()
    if isinstance(item, dict):
        return {k: plain(v) for k, v in item.items()}
    if isinstance(item, (list, tuple)):
        return [plain(v) for v in item]
    return item


def main():
    g = random.Random(20230331)
    base, up = Market(0.0), Market(0.01)
    nearby = Market(1e-6), Market(-1e-6)
    loans = [mortgage(n, g) for n in range(MORTGAGES)] + [facility(n, g) for n in range(FACILITIES)]
    out = []
    for n, loan in enumerate(loans):
        payments = [p for p in run(loan, base) if p[0] > TODAY]
        if not payments:
            continue
        places = sorted({*range(min(6, len(payments))), len(payments) // 2, len(payments) - 1})
        # A rounded rate does not move with its index by a hundredth of a basis point.
        smooth = "step" not in loan.get("reset", {})
        out.append(plain({
            "name": f"loan {n}", **loan, "value": value(loan, base), "value_up": value(loan, up),
            "dv01": (value(loan, nearby[0]) - value(loan, nearby[1])) / 2e-2 if smooth else None,
            "payments": [payments[k] for k in places], "places": places, "count": len(payments)}))
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/variable_loans.json"
    path.write_text("[\n" + ",\n".join(map(json.dumps, out)) + "\n]\n")
    print(len(out), "loans")


main()
