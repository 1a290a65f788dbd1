#!/usr/bin/env python3
"""Writes the goldens of cash flows and yields, worked out by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/cashflows.py

Tests/CashFlowsTests/Goldens/flows.json: bonds with every flow, loans with their first and last.
Tests/PricingTests/Goldens/yields.json: the same contracts with accrued interest, prices, yields and durations.
Seeded: the same files every time.

QuantLib is asked for what the markets do, not for its defaults:
- A regular period pays coupon / frequency. QuantLib pays by the day count, which is the same for ACT/ACT ICMA and,
  on roll days up to 28, for 30/360; JGB flows are therefore counted with ICMA and accrued with ACT/365F, and 30/360
  bonds are drawn without the last days of months.
- Yields count unadjusted dates; flows are paid on business days. Hence two bonds for each case.
- Simple interest in the first period is QuantLib's SimpleThenCompounded, which it applies from flow to flow.
"""
import json
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
random.seed(356)
ROOT = pathlib.Path(__file__).resolve().parents[2] / "Tests"
TODAY = ql.Date(15, 3, 2023)
ql.Settings.instance().evaluationDate = TODAY

US = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
UK, TARGET, JAPAN = ql.UnitedKingdom(), ql.TARGET(), ql.Japan()
BASIS, USA, EURO = (ql.Thirty360(c) for c in (ql.Thirty360.BondBasis, ql.Thirty360.USA, ql.Thirty360.European))
# convention: calendar, day count (None: ICMA), usual frequency, last period simple
CONVENTIONS = {
    "US_TREASURY": (US, None, 2, True), "US_STREET": (US, None, 2, True), "US_CORPORATE": (US, USA, 2, True),
    "US_AGENCY": (US, USA, 2, True), "US_MUNICIPAL": (US, BASIS, 2, True), "UK_GILT": (UK, None, 2, False),
    "GERMAN_BUND": (TARGET, None, 1, True), "ISMA": (TARGET, None, 1, False), "EUROBOND": (TARGET, EURO, 1, False),
    "JGB": (JAPAN, None, 2, False),
}
OVERRIDES = {"ACT/360": ql.Actual360(), "ACT/365F": ql.Actual365Fixed()}
COUPONS = [0.0, 0.125, 1.0, 2.375, 3.5, 4.25, 5.0, 6.75, 9.875, 13.5]


def iso(date):
    return f"{date.year():04d}-{date.month():02d}-{date.dayOfMonth():02d}"


def months(count):
    return ql.Period(count, ql.Months)


def draw_terms(name):
    """Dates that QuantLib and the market count alike; first and last dates when the case has stubs."""
    calendar, counter, frequency, _ = CONVENTIONS[name]
    if random.random() < 0.3 and name not in ("UK_GILT", "JGB", "US_TREASURY"):
        frequency = random.choice([1, 2, 4, 12])
    step = 12 // frequency
    override = None
    if counter is None and name in ("US_STREET", "ISMA") and random.random() < 0.2:
        override = random.choice(list(OVERRIDES))
    end_of_month = counter is None and random.random() < 0.4
    day = random.randint(1, 28)
    if counter is None and random.random() < 0.3:
        day = random.choice([29, 30, 31])
    month, year = random.randint(1, 12), random.randint(2023, 2053)
    maturity = ql.Date(min(day, ql.Date.endOfMonth(ql.Date(1, month, year)).dayOfMonth()), month, year)
    if maturity <= TODAY + 5:
        maturity = maturity + ql.Period(1, ql.Years)
    if end_of_month and random.random() < 0.6:
        maturity = ql.Date.endOfMonth(maturity)
    end_of_month = end_of_month and ql.Date.isEndOfMonth(maturity)
    periods = (maturity - TODAY) * frequency // 365 + random.randint(1, 12)
    dated = maturity - months(step * periods)
    if end_of_month:
        dated = ql.Date.endOfMonth(dated)
    first = last = None
    stub = random.random() if name != "JGB" and override is None else 0
    anchor = maturity
    if stub > 0.8 and periods > 3 and maturity.dayOfMonth() <= 28 and not end_of_month:
        # An odd last period, short or long: the roll is that of the penultimate date.
        last = maturity
        maturity = last + random.randint(20, int(500 / frequency))
        anchor = last
    if stub > 0.55 and periods > 3:
        first = anchor - months(step * random.randint(1, min(periods - 1, 40)))
        if end_of_month:
            first = ql.Date.endOfMonth(first)
        dated = first - random.randint(15, int(500 / frequency))
        if counter is not None:
            dated = ql.Date(min(dated.dayOfMonth(), 28), dated.month(), dated.year())
    return dict(frequency=frequency, step=step, dated=dated, maturity=maturity, first=first, last=last,
                end_of_month=end_of_month, override=override)


def schedule_of(t, calendar=None):
    return ql.Schedule(t["dated"], t["maturity"], months(t["step"]), calendar or ql.NullCalendar(), ql.Unadjusted,
                       ql.Unadjusted, ql.DateGeneration.Backward, t["end_of_month"], t["first"] or ql.Date(),
                       t["last"] or ql.Date())


def bond_of(name, t, coupon, redemption, notionals, adjustment, counter):
    calendar = CONVENTIONS[name][0]
    schedule = schedule_of(t)
    if notionals:
        # Payment calendar is that of the schedule here.
        return ql.AmortizingFixedRateBond(0, notionals, schedule_of(t, calendar), [coupon], counter, adjustment)
    if name == "UK_GILT":
        return ql.FixedRateBond(0, 100.0, schedule, [coupon], counter, adjustment, redemption, t["dated"], calendar,
                                ql.Period(6, ql.Days), calendar, ql.Preceding, False)
    return ql.FixedRateBond(0, 100.0, schedule, [coupon], counter, adjustment, redemption, t["dated"], calendar)


def icma_of(t, schedule):
    """With its schedule QuantLib counts odd first periods at month ends as the rule says, but some odd last periods in
    365ths of a year; without, the other way round."""
    return ql.ActualActual(ql.ActualActual.ISMA) if t["last"] else ql.ActualActual(ql.ActualActual.ISMA, schedule)


def flows_of(bond):
    """Interest and principal by pay date, in order, without empty rows."""
    rows = {}
    for flow in bond.cashflows():
        row = rows.setdefault(flow.date().serialNumber(), [iso(flow.date()), 0.0, 0.0])
        row[1 if ql.as_coupon(flow) else 2] += flow.amount()
    return [[date, round(interest, 12), round(principal, 12)]
            for _, (date, interest, principal) in sorted(rows.items()) if interest or principal]


def ends_of(rows):
    """Long tables keep their first and last rows."""
    return rows if len(rows) <= 30 else rows[:15] + rows[-15:]


def solve(excess, near):
    """The root of a falling function by bisection to the last bit: QuantLib's own solver gives up on some bonds."""
    width = 1e-3
    low = high = near
    while excess(low) < 0:
        low -= width
        width *= 1.5
    width = 1e-3
    while excess(high) > 0:
        high += width
        width *= 1.5
    for _ in range(200):
        middle = (low + high) / 2
        if excess(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def bond_case():
    name = random.choice(list(CONVENTIONS))
    calendar, counter, _, last_simple = CONVENTIONS[name]
    t = draw_terms(name)
    schedule = schedule_of(t)
    dates = list(schedule)
    zero = t["first"] is None and t["last"] is None and t["override"] is None and random.random() < 0.1
    if zero and t["frequency"] != CONVENTIONS[name][2]:
        zero = False
    coupon = 0.0 if zero else random.choice(COUPONS) / 100
    redemption = 100.0 if zero or random.random() < 0.9 else random.choice([102.0, 105.5])
    icma = icma_of(t, schedule)
    accrual = OVERRIDES[t["override"]] if t["override"] else counter or icma
    notionals, sinking = None, []
    if not zero and name not in ("UK_GILT", "JGB") and len(dates) > 4 and random.random() < 0.2:
        redemption = 100.0
        notionals = [100.0]
        amount = random.choice([2.5, 5.0, 100.0 / (len(dates) - 1)])
        begin = random.randint(1, len(dates) - 2)
        for index in range(1, len(dates) - 1):
            pays = index >= begin and notionals[-1] - amount > 1e-9
            notionals.append(notionals[-1] - amount if pays else notionals[-1])
            if pays:
                sinking.append([iso(dates[index]), amount])
    paid = bond_of(name, t, coupon, redemption, notionals, ql.Following, accrual)
    quoted = bond_of(name, t, coupon, redemption, notionals, ql.Unadjusted, accrual)

    kind = random.random()
    if kind < 0.12:
        settlement = random.choice([d for d in dates[:-1] if d >= ql.Date(1, 1, 2000)] or [dates[0]])
    elif kind < 0.3:
        settlement = dates[-2] + random.randint(0, max(0, dates[-1] - dates[-2] - 1))
    elif kind < 0.36 and t["first"] is None and t["last"] is None and t["frequency"] <= 4:
        settlement = dates[0] - random.randint(1, 40)
    else:
        settlement = dates[0] + random.randint(0, dates[-1] - dates[0] - 1)
    if counter is not None and (t["first"] or t["last"]) and settlement.dayOfMonth() > 28:
        settlement = ql.Date(28, settlement.month(), settlement.year())
    settlement = max(settlement, dates[0] - 40)
    if settlement >= dates[-1]:
        settlement = dates[-1] - 1
    ql.Settings.instance().evaluationDate = settlement

    in_last = settlement >= dates[-2]
    case = {
        "convention": name, "day_count": t["override"], "frequency": 0 if zero else t["frequency"],
        "dated": iso(t["dated"]), "maturity": iso(t["maturity"]), "first": t["first"] and iso(t["first"]),
        "last": t["last"] and iso(t["last"]), "end_of_month": bool(t["end_of_month"]), "coupon": coupon,
        "redemption": redemption, "sinking": sinking, "settlement": iso(settlement),
        "flows": flows_of(paid),
    }
    if name == "JGB":
        start = max([d for d in dates if d <= settlement], default=None)
        case["accrued"] = 0.0 if start is None else coupon * 100 * (settlement - start) / 365
        return case
    case["accrued"] = quoted.accruedAmount(settlement)
    compounding = ql.Compounded
    if name == "US_TREASURY" or (last_simple and in_last):
        compounding = ql.SimpleThenCompounded
    if last_simple and in_last:
        compounding = ql.Simple
    if settlement < dates[0]:
        # QuantLib's ICMA needs a schedule that begins before settlement.
        icma = ql.ActualActual(ql.ActualActual.ISMA, schedule_of(t | {"dated": dates[0] - months(2 * t["step"])}))
    counter = counter or icma
    frequency = 1 if name == "ISMA" else t["frequency"]
    rate = random.choice([-0.006, 0.0, 0.011, 0.0275, 0.05, 0.083, 0.19])
    leg = quoted.cashflows()
    held = quoted.notional(settlement) / 100
    interest = ql.InterestRate(rate, counter, compounding, frequency)
    dirty = ql.CashFlows.npv(leg, interest, False, settlement, settlement) / held
    case |= {"yield": rate, "dirty": dirty}
    price = dirty * random.uniform(0.7, 1.3)
    case["price"] = price
    case["price_yield"] = solve(
        lambda y: ql.CashFlows.npv(leg, ql.InterestRate(y, counter, compounding, frequency), False, settlement,
                                   settlement) - price * held, rate)
    if compounding != ql.SimpleThenCompounded:
        # With simple interest up to the next flow QuantLib's durations do not differentiate its own price.
        case["modified"] = ql.CashFlows.duration(leg, interest, ql.Duration.Modified, False, settlement)
        case["convexity"] = ql.CashFlows.convexity(leg, interest, False, settlement)
    if compounding == ql.Compounded and frequency == t["frequency"]:
        case["macaulay"] = ql.CashFlows.duration(leg, interest, ql.Duration.Macaulay, False, settlement)
    return case


def loan_case():
    style = random.choice(["level", "level", "linear", "bullet", "balloon", "interest_only"])
    frequency = random.choice([1, 2, 4, 12, 12, 12])
    years = random.randint(1, 30)
    count = years * frequency
    rate = random.choice([0.0, 2.75, 4.5, 6.125, 9.9, 14.0]) / 100
    balance = random.randint(10, 9000) * 1000.0
    start = ql.Date(random.randint(1, 28), random.randint(1, 12), random.randint(2015, 2023))
    adjust = random.random() < 0.5
    calendar = US if adjust else ql.NullCalendar()
    periods, interest_only = None, 0

    def level(over):
        """QuantLib's own annuity: balances by compounding, over a term of whole years."""
        return list(ql.sinkingNotionals(ql.Period(over, ql.Years), frequency, rate, balance))

    if style == "level":
        notionals = level(years)[:count]
    elif style == "balloon":
        periods = (years + random.randint(1, 15)) * frequency
        notionals = level(periods // frequency)[:count]
    elif style == "interest_only":
        interest_only = random.randint(0, years - 1) * frequency
        notionals = [balance] * interest_only + level(years - interest_only // frequency)[:count - interest_only]
    elif style == "linear":
        notionals = [balance * (1 - k / count) for k in range(count)]
    else:
        notionals = [balance] * count
    step = months(12 // frequency)
    schedule = ql.Schedule(start, start + ql.Period(years, ql.Years), step, calendar, ql.Unadjusted, ql.Unadjusted,
                           ql.DateGeneration.Forward, False)
    bond = ql.AmortizingFixedRateBond(0, notionals, schedule, [rate], BASIS,
                                      ql.Following if adjust else ql.Unadjusted)
    settlement = start + random.randint(0, 200)
    settlement = US.adjust(settlement)
    if settlement >= start + ql.Period(years, ql.Years):
        settlement = start
    ql.Settings.instance().evaluationDate = settlement
    dirty = random.uniform(60, 130)
    leg = bond.cashflows()
    held = bond.notional(settlement) / 100
    solved = ql.CashFlows.yieldRate(leg, dirty * held, ql.Actual365Fixed(), ql.Compounded, frequency, False, settlement,
                                    settlement, 1e-13, 1000, 0.05)
    interest = ql.InterestRate(solved, ql.Actual365Fixed(), ql.Compounded, frequency)
    return {
        "style": style, "balance": balance, "balance_date": iso(start), "first_payment": iso(start + step),
        "maturity": iso(start + ql.Period(years, ql.Years)), "rate": rate, "frequency": frequency, "periods": periods,
        "interest_only": interest_only, "adjusted": adjust, "settlement": iso(settlement), "flows": ends_of(flows_of(bond)),
        "count": len(flows_of(bond)), "accrued": bond.accruedAmount(settlement), "dirty": dirty, "yield": solved,
        "modified": ql.CashFlows.duration(leg, interest, ql.Duration.Modified, False, settlement),
        "convexity": ql.CashFlows.convexity(leg, interest, False, settlement),
    }


def prepaid_case():
    """The textbook recursion, its payment worked out anew each month from the balance and the months left."""
    months_left = random.randint(12, 360)
    rate, fee = random.choice([(0.0, 0.0), (0.045, 0.0025), (0.07, 0.005), (0.095, 0.0)])
    cpr = random.choice([0.0, 0.02, 0.06, 0.15, 0.4, 0.9, 1.0])
    balance = 1e6
    smm = 1 - (1 - cpr) ** (1 / 12)
    rows = []
    remaining, note, net = balance, rate / 12, (rate - fee) / 12
    for month in range(months_left):
        left = months_left - month
        payment = remaining / left if note == 0 else remaining * note / (1 - (1 + note) ** -left)
        scheduled = payment - remaining * note
        prepaid = smm * (remaining - scheduled) if left > 1 else 0.0
        after = remaining - scheduled - prepaid
        rows.append([remaining * net, scheduled, prepaid, after])
        remaining = after
        if cpr == 1:
            break
    return {"balance": balance, "months": months_left, "rate": rate, "fee": fee, "cpr": cpr,
            "rows": ends_of(rows), "count": len(rows)}


def main():
    bonds = [bond_case() for _ in range(360)]
    loans = [loan_case() for _ in range(80)]
    prepaid = [prepaid_case() for _ in range(20)]
    terms = ("convention", "day_count", "frequency", "dated", "maturity", "first", "last", "end_of_month", "coupon",
             "redemption", "sinking")
    loan_terms = ("style", "balance", "balance_date", "first_payment", "maturity", "rate", "frequency", "periods",
                  "interest_only", "adjusted")

    def write(path, document):
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f'"oracle": "QuantLib {ql.__version__}"']
        for key, cases in document.items():
            rows = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
            lines.append(f'"{key}": [\n{rows}\n]')
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n")

    def part(cases, names, others):
        return [{k: c[k] for k in (*names, *others) if k in c} for c in cases]

    write(ROOT / "CashFlowsTests/Goldens/flows.json", {
        "bonds": part(bonds, terms, ("flows", "settlement")), "loans": part(loans, loan_terms, ("flows", "count")),
        "prepaid_loans": prepaid})
    write(ROOT / "PricingTests/Goldens/yields.json", {
        "bonds": part(bonds, terms, ("settlement", "accrued", "yield", "dirty", "price", "price_yield", "modified",
                                     "convexity", "macaulay")),
        "loans": part(loans, loan_terms, ("settlement", "accrued", "dirty", "yield", "modified", "convexity"))})
    print(f"{len(bonds)} bonds, {len(loans)} loans, {len(prepaid)} prepaid loans")


main()
