#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/floating_notes.json and swaps.json: floating notes, swaps and forward rate agreements valued by
QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/floating.py
Seeded: the same files every time. Term coupons are indexed: a coupon's rate is that of the index's own deposit, also in a stub.
Where QuantLib's wheel has no instrument of a kind (notional that is reset) the sum is written out below from its coupons and
discount factors.
"""
import json
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
TODAY = ql.Date(31, 3, 2023)
ql.Settings.instance().evaluationDate = TODAY
ql.IborCoupon.createIndexedCoupons()
ACT365 = ql.Actual365Fixed()
NOTES, SWAPS = 460, 480
FX = {"USD": 1.0875, "GBP": 0.8792, "JPY": 144.83}  # per EUR

POINTS = {
    "USD": [("1M", 4.74), ("3M", 4.85), ("1Y", 4.64), ("2Y", 4.06), ("5Y", 3.6), ("10Y", 3.48), ("40Y", 3.67)],
    "EUR": [("3M", 2.75), ("1Y", 2.80), ("2Y", 2.62), ("5Y", 2.35), ("10Y", 2.41), ("40Y", 2.36)],
    "GBP": [("6M", 4.05), ("1Y", 3.93), ("2Y", 3.71), ("5Y", 3.41), ("10Y", 3.48), ("40Y", 3.9)],
    "JPY": [("3M", -0.2), ("1Y", -0.115), ("2Y", -0.061), ("5Y", 0.104), ("10Y", 0.389), ("40Y", 1.389)],
}
# Name, currency, months of the tenor (0 overnight), what its zero rates are above the currency's, calendar.
INDICES = {
    "USD-SOFR": ("USD", 0, 0.11, ql.UnitedStates(ql.UnitedStates.SOFR), "us_sofr", ql.Actual360()),
    "USD-TERM-SOFR-1M": ("USD", 1, 0.14, ql.UnitedStates(ql.UnitedStates.SOFR), "us_sofr", ql.Actual360()),
    "USD-TERM-SOFR-3M": ("USD", 3, 0.17, ql.UnitedStates(ql.UnitedStates.SOFR), "us_sofr", ql.Actual360()),
    "EUR-ESTR": ("EUR", 0, 0.05, ql.TARGET(), "target", ql.Actual360()),
    "EUR-EURIBOR-3M": ("EUR", 3, 0.21, ql.TARGET(), "target", ql.Actual360()),
    "EUR-EURIBOR-6M": ("EUR", 6, 0.33, ql.TARGET(), "target", ql.Actual360()),
    "GBP-SONIA": ("GBP", 0, 0.08, ql.UnitedKingdom(ql.UnitedKingdom.Settlement), "uk_settlement", ACT365),
    "JPY-TONA": ("JPY", 0, 0.02, ql.Japan(), "japan", ACT365),
}
DAY_COUNTS = {"ACT/360": ql.Actual360(), "ACT/365F": ACT365, "30/360": ql.Thirty360(ql.Thirty360.BondBasis),
              "30E/360": ql.Thirty360(ql.Thirty360.European)}


def curve(currency, above=0.0):
    dates, rates = [TODAY], [(POINTS[currency][0][1] + above) / 100]
    for tenor, rate in POINTS[currency]:
        dates.append(TODAY + ql.Period(tenor))
        rates.append((rate + above) / 100)
    built = ql.ZeroCurve(dates, rates, ACT365, ql.NullCalendar(), ql.Linear(), ql.Continuous)
    built.enableExtrapolation()
    return ql.YieldTermStructureHandle(built)


DISCOUNT = {currency: curve(currency) for currency in POINTS}
CURVE = {name: curve(i[0], i[2]) for name, i in INDICES.items()}


def index(name):
    currency, months, _, calendar, _, day_count = INDICES[name]
    money = {"USD": ql.USDCurrency(), "EUR": ql.EURCurrency(), "GBP": ql.GBPCurrency(), "JPY": ql.JPYCurrency()}[currency]
    if months == 0:
        return ql.OvernightIndex(name, 0, money, calendar, day_count, CURVE[name])
    return ql.IborIndex(name, ql.Period(months, ql.Months), 2, money, calendar, ql.ModifiedFollowing, True, day_count, CURVE[name])


def fixing(name, date):
    """What the tests make up as well: a rate for every business day before the valuation date."""
    return POINTS[INDICES[name][0]][0][1] / 100 + 1e-5 * ((TODAY - date) % 41)


INDEX = {name: index(name) for name in INDICES}
FIXINGS = {}
for name in INDICES:
    calendar = INDICES[name][3]
    days = [TODAY - d for d in range(800, 0, -1) if calendar.isBusinessDay(TODAY - d)]
    INDEX[name].addFixings(days, [fixing(name, d) for d in days])


def schedule(leg):
    period = ql.Period(leg["frequency"] and 12 // leg["frequency"], ql.Months) if leg["frequency"] else ql.Period(0, ql.Days)
    calendar = INDICES[leg["calendar_of"]][3]
    rule = ql.DateGeneration.Backward if leg["frequency"] else ql.DateGeneration.Zero
    return ql.Schedule(leg["dated"], leg["maturity"], period, calendar, ql.ModifiedFollowing, ql.ModifiedFollowing, rule, False)


def coupons(leg, notionals):
    """QuantLib's coupons of a leg, receiving."""
    dates = schedule(leg)
    calendar = INDICES[leg["calendar_of"]][3]
    day_count = DAY_COUNTS[leg["day_count"]]
    lag = leg["payment_lag"]
    if "rate" in leg:
        if leg.get("compounding") == "annual":
            rate = ql.InterestRate(leg["rate"], day_count, ql.Compounded, ql.Annual)
            start, end = dates[0], dates[len(dates) - 1]
            return [ql.SimpleCashFlow(notionals[0] * (rate.compoundFactor(start, end) - 1),
                                      calendar.advance(end, lag, ql.Days))]
        return list(ql.FixedRateLeg(dates, day_count, notionals, [leg["rate"]], ql.ModifiedFollowing, day_count,
                                    ql.Period(), ql.NullCalendar(), ql.Following, False, calendar, lag))
    name = leg["index"]
    if INDICES[name][1]:
        return list(ql.IborLeg(notionals, dates, INDEX[name], day_count, ql.ModifiedFollowing,
                               [leg.get("fixing_days", 2)] * (len(dates) - 1), [leg.get("gearing", 1.0)], [leg["spread"]],
                               [], [], False, ql.Period(), ql.NullCalendar(), ql.Unadjusted, False, calendar, lag, True))
    averaging = ql.RateAveraging.Simple if leg.get("averaging") == "averaged" else ql.RateAveraging.Compound
    made = ql.OvernightLeg(notionals, dates, INDEX[name], day_count, ql.ModifiedFollowing, [leg.get("gearing", 1.0)],
                           [leg["spread"]], False, averaging, calendar, lag,
                           **({"lookbackDays": leg["lookback"]} if leg.get("lookback") else {}),
                           lockoutDays=leg.get("lockout", 0), applyObservationShift=leg.get("shift", False))
    if averaging == ql.RateAveraging.Simple:
        for coupon in made:
            ql.as_floating_rate_coupon(coupon).setPricer(ql.ArithmeticAveragedOvernightIndexedCouponPricer(0.03, 0.0, False))
    return list(made)


def npv(flows, handle, after=TODAY):
    return sum(f.amount() * handle.discount(f.date()) for f in flows if f.date() > after)


def plain(leg):
    out = {k: v for k, v in leg.items() if k != "calendar_of"}
    out["dated"], out["maturity"] = leg["dated"].ISO(), leg["maturity"].ISO()
    out["calendar"] = INDICES[leg["calendar_of"]][4]
    return out


def days(g, low, high):
    """A day that is no month end, between two numbers of years from the valuation date."""
    date = TODAY + g.randrange(int(low * 365), int(high * 365))
    return ql.Date(min(date.dayOfMonth(), 27), date.month(), date.year())


def note(number, g):
    name = g.choice(list(INDICES))
    currency, months, _, calendar, _, _ = INDICES[name]
    start = days(g, -1.9, 0.4)
    leg = {"index": name, "dated": start, "maturity": days(g, 0.6, 12 if number % 9 else 2) + 0,
           "frequency": 12 // months if months else g.choice([1, 2, 4]), "payment_lag": g.choice([0, 0, 0, 2]),
           "day_count": g.choice(["ACT/360", "ACT/365F", "30/360"]) if months else
           ("ACT/360" if currency in ("USD", "EUR") else "ACT/365F"),
           "spread": g.choice([0, 0.0012, 0.0075, -0.0005, 0.031]), "gearing": g.choice([1.0, 1.0, 1.0, 0.8, 2.0]),
           "calendar_of": name}
    if months:
        leg["fixing_days"] = g.choice([2, 2, 0, 5])
    else:
        style = g.choice(["plain", "plain", "lookback", "shift", "lockout", "averaged", "lookback and lockout"])
        if style in ("lookback", "shift", "lookback and lockout"):
            leg["lookback"] = g.choice([2, 5])
        if style in ("lockout", "lookback and lockout"):
            leg["lockout"] = g.choice([1, 2, 5])
        leg["shift"] = style == "shift"
        leg["averaging"] = "averaged" if style == "averaged" else "compounded"
    if leg["maturity"] <= leg["dated"] + 200:
        leg["maturity"] = days(g, 1, 5)
    if leg.get("lockout"):
        # No stub, which might be shorter than the lockout.
        leg["dated"] = leg["maturity"] - ql.Period(leg["maturity"].year() - TODAY.year() + 1, ql.Years)
    settlement = max(calendar.advance(TODAY, 2, ql.Days), leg["dated"])
    made = coupons(leg, [1.0])
    flows = [ql.SimpleCashFlow(c.amount(), c.date()) for c in made]
    end = calendar.adjust(leg["maturity"], ql.ModifiedFollowing)
    flows.append(ql.SimpleCashFlow(1.0, end))
    handle = DISCOUNT[currency]
    running = [c for c in map(ql.as_coupon, made) if c.accrualStartDate() < settlement < c.accrualEndDate()]
    accrued = sum(c.accruedAmount(settlement) for c in running) * 100
    # With a lookback or lockout, QuantLib and Tenor differ on which rates a part of a period has.
    is_plain = not leg.get("shift") and not leg.get("lookback") and not leg.get("lockout")
    received = [ql.SimpleCashFlow(c.amount(), c.date()) for c in made if ql.as_coupon(c).accrualEndDate() > settlement]
    received = sorted(received + flows[-1:], key=lambda f: f.date())
    dirty = npv(received, handle, settlement) / handle.discount(settlement) * 100
    rate = ql.CashFlows.yieldRate(ql.Leg(received), dirty / 100, ACT365, ql.Compounded, leg["frequency"], False, settlement,
                                  settlement, 1e-14, 200, 0.04)
    return {"name": f"{number}: {name} +{leg['spread']} x{leg['gearing']} to {leg['maturity'].ISO()}", "kind": "note", "currency": currency,
            "legs": [plain(leg)], "value": npv(flows, handle), "dirty": dirty, "yield": rate,
            **({"accrued": accrued} if is_plain and running else {})}


def side(g, currency, kind, start, maturity, names):
    """A leg of a swap."""
    if kind == "fixed":
        return {"rate": g.choice([0.0, 0.0145, 0.031, 0.055, -0.002]), "dated": start, "maturity": maturity,
                "frequency": g.choice([1, 2, 4]), "day_count": g.choice(list(DAY_COUNTS)), "payment_lag": g.choice([0, 2]),
                "calendar_of": g.choice(names), "currency": currency}
    name = g.choice([n for n in names if bool(INDICES[n][1]) == (kind == "term")])
    months = INDICES[name][1]
    return {"index": name, "spread": g.choice([0.0, 0.0, 0.0018, -0.001]), "dated": start, "maturity": maturity,
            "frequency": 12 // months if months else g.choice([1, 4]), "payment_lag": g.choice([0, 2]) if not months else 0,
            "day_count": "ACT/360" if currency in ("USD", "EUR") else "ACT/365F", "calendar_of": name, "currency": currency}


def fra(number, g):
    name = g.choice([n for n in INDICES if INDICES[n][1]])
    currency, months, _, calendar, _, _ = INDICES[name]
    start = calendar.adjust(days(g, 0.02, 3) if number % 4 else calendar.advance(TODAY, 1, ql.Days))
    rate = g.choice([0.01, 0.03, 0.048])
    made = ql.ForwardRateAgreement(INDEX[name], start, ql.Position.Long, rate, 1e6, DISCOUNT[currency])
    return {"name": f"{number}: FRA {name} {start.ISO()} {rate}", "kind": "fra", "currency": currency,
            "legs": [{"index": name, "dated": start.ISO(), "maturity": start.ISO(), "rate": rate,
                      "frequency": 0, "payment_lag": 0, "day_count": "ACT/360"}], "value": made.NPV()}


def swap(number, g):
    kind = g.choice(["fixed-float", "fixed-float", "ois", "basis", "amortising", "zero", "cross", "resetting", "fra"])
    if kind == "fra":
        return fra(number, g)
    start, maturity = days(g, -1.9, 1), days(g, 1.5, 30)
    currencies = g.sample(["USD", "EUR", "GBP", "JPY"], 2)
    if kind in ("fixed-float", "basis", "amortising"):
        currencies[0] = g.choice(["USD", "EUR"])
    if kind not in ("cross", "resetting"):
        currencies[1] = currencies[0]
    names = [[n for n in INDICES if INDICES[n][0] == c] for c in currencies]
    if kind == "fixed-float" or kind == "amortising":
        kinds = ["fixed", "term"]
    elif kind == "ois":
        kinds = ["fixed", "overnight"]
    elif kind == "basis":
        kinds = g.choice([["term", "term"], ["term", "overnight"]])
    elif kind == "zero":
        kinds = ["fixed", "overnight"]
    else:
        kinds = [g.choice(["overnight", "fixed"]), "overnight"]
    legs = [side(g, c, k, start, maturity, n) for c, k, n in zip(currencies, kinds, names)]
    if kind == "zero":
        for leg in legs:
            leg["frequency"] = 0
        legs[0]["compounding"] = g.choice(["annual", "simple"])
    if kind == "resetting":
        for leg in legs:
            leg["frequency"] = 4
            leg["payment_lag"] = 0
    if g.random() < 0.5:
        legs.reverse()
    amounts = []
    for leg in legs:
        per_eur = FX.get(leg["currency"], 1.0)
        leg["notional"] = round(1e6 * per_eur, 2) if kind in ("cross", "resetting") else 1e6
    steps = []
    if kind == "amortising":
        left = 100.0
        for k in range(g.randrange(1, 6)):
            left = max(0.0, left - g.choice([5, 10, 20, -15]))
            steps.append((ql.Date(15, 3, 2024 + k), left))
        steps = [s for s in steps if start < s[0] < maturity]
    value_currency = legs[1]["currency"]
    total = 0.0
    reset = g.choice(["pay", "receive"]) if kind == "resetting" else None
    for place, leg in enumerate(legs):
        sign = -1 if place == 0 else 1
        handle = DISCOUNT[leg["currency"]]
        spot = FX.get(value_currency, 1.0) / FX.get(leg["currency"], 1.0)
        dates = list(schedule(leg))
        if steps:
            unadjusted = list(ql.Schedule(leg["dated"], leg["maturity"], ql.Period(12 // leg["frequency"], ql.Months), ql.NullCalendar(),
                                          ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Backward, False))
            notionals = [leg["notional"] * next((f for d, f in reversed(steps) if d <= s), 100.0) / 100
                         for s in unadjusted[:-1]]
        else:
            notionals = [leg["notional"]]
        made = coupons(leg, notionals)
        if reset == ("pay" if place == 0 else "receive"):
            other = legs[1 - place]
            value = 0.0
            for k, (coupon, s, e) in enumerate(zip(made, dates, dates[1:])):
                if coupon.date() <= TODAY:
                    continue
                if s > TODAY and k > 0:
                    cross = FX.get(leg["currency"], 1.0) / FX.get(other["currency"], 1.0)
                    size = other["notional"] * cross * DISCOUNT[other["currency"]].discount(s) / handle.discount(s)
                else:
                    size = leg["notional"]
                value += size / leg["notional"] * coupon.amount() * handle.discount(coupon.date())
                value += size * handle.discount(e)
                if s > TODAY:
                    value -= size * handle.discount(s)
        else:
            value = npv(made, handle)
            if kind in ("cross", "resetting"):
                value += leg["notional"] * handle.discount(dates[-1])
                if dates[0] > TODAY:
                    value -= leg["notional"] * handle.discount(dates[0])
        total += sign * value * spot
    return {"name": f"{number}: {kind} {legs[0]['currency']}/{legs[1]['currency']} to {maturity.ISO()}", "kind": kind,
            "currency": value_currency, "legs": [plain(leg) for leg in legs], "value": total,
            **({"steps": [[d.ISO(), f] for d, f in steps]} if steps else {}), **({"reset": reset} if reset else {})}


def write(name, make, count, seed):
    g = random.Random(seed)
    cases = [make(number, g) for number in range(1, count + 1)]
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens" / name
    path.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    print(f"{len(cases)} cases to {path}")


if __name__ == "__main__":
    write("floating_notes.json", note, NOTES, 20230331)
    write("swaps.json", swap, SWAPS, 20230401)
