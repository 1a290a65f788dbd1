#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/swap_rate_differences.json: swaps, caps and floors on differences of swap rates, by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/swap_rate_differences.py
The market is that of swap_rates.py with normal volatilities at the money. Coupons come from LognormalCmsSpreadPricer, which takes both rates as
normal where their volatilities are, with the means of LinearTsrPricer.
"""
import json
import math
import pathlib
import random

import QuantLib as ql

import swap_rates
from floating import ACT365, DAY_COUNTS, DISCOUNT, INDICES, TODAY, coupons, npv, schedule
from swap_rates import MEAN_REVERSION, NORMAL, matrix, surface, swap_index, text

NAMES = ["EUR-EURIBOR-3M", "EUR-EURIBOR-6M", "GBP-SONIA"]
QUOTES = {"EUR": matrix("EUR", NORMAL, 0.0104), "GBP": matrix("GBP", NORMAL, 0.0118)}


def made(leg, index, cap, floor):
    """QuantLib's coupons that are still to be paid."""
    dates, calendar = schedule(leg), INDICES[leg["calendar_of"]][3]
    days = swap_rates.SWAPS[leg["index"]][1]
    null, out = ql.nullDouble(), []
    for start, end in zip(list(dates)[:-1], list(dates)[1:]):
        paid = calendar.advance(end, leg["payment_lag"], ql.Days)
        if paid > TODAY:
            common = [paid, leg["notional"], start, end, days, index, 1.0, leg["spread"]]
            rest = [ql.Date(), ql.Date(), DAY_COUNTS[leg["day_count"]], False]
            bounds = [null if cap is None else cap, null if floor is None else floor]
            out.append(ql.CappedFlooredCmsSpreadCoupon(*common, *bounds, *rest))
    return out


def value(flows, rates, quotes, currency, correlation):
    handle = DISCOUNT[currency]
    speed = ql.QuoteHandle(ql.SimpleQuote(MEAN_REVERSION[currency]))
    rho = ql.QuoteHandle(ql.SimpleQuote(correlation))
    volatilities = surface(quotes, rates[0])
    total, kept = 0.0, []
    for flow in flows:
        coupon = ql.as_floating_rate_coupon(flow)
        fixing = coupon.fixingDate()
        low, high = -1.0, 1.0
        if fixing > TODAY:
            root = math.sqrt(ACT365.yearFraction(TODAY, fixing))
            reaches = [(r.fixing(fixing), 10 * root * volatilities.volatility(fixing, r.tenor(), r.fixing(fixing), True)) for r in rates]
            low, high = min(f - x for f, x in reaches), max(f + x for f, x in reaches)
        settings = ql.LinearTsrPricerSettings()
        settings.withRateBound(low, high)
        ordinary = ql.LinearTsrPricer(volatilities, speed, handle, settings)
        pricer = ql.LognormalCmsSpreadPricer(ordinary, rho, handle, 32)
        kept += [ordinary, pricer]
        coupon.setPricer(pricer)
        total += coupon.amount() * handle.discount(coupon.date())
    return total


def case(number, g, kind):
    name = g.choice(NAMES)
    currency, months = INDICES[name][:2]
    long, short = g.choice([(10, 2), (30, 10), (20, 5), (2, 10)] if months else [(5, 2), (10, 2)])
    leg = {"index": name, "years": long, "dated": swap_rates.day(g, -0.8, 1), "maturity": swap_rates.day(g, 2, 8), "spread": 0.0,
           "frequency": g.choice([1, 2, 4] if months else [1, 2]), "payment_lag": g.choice([0, 2]), "day_count": g.choice(["ACT/360", "ACT/365F"]),
           "calendar_of": name, "currency": currency, "notional": 1e6, "fixing_days": None, "in_arrears": False}
    correlation = g.choice([-0.5, 0.0, 0.6, 0.85, 0.95])
    rates = [swap_index(name, years) for years in (long, short)]
    index = ql.SwapSpreadIndex("DIFFERENCE", *rates)
    quotes = QUOTES[currency]

    def worth(cap=None, floor=None):
        return value(made(leg, index, cap, floor), rates, quotes, currency, correlation)

    base = {"name": f"{number}: {kind} {long}Y-{short}Y {name} {leg['dated'].ISO()}", "kind": kind, "market": "flat",
            "short_years": short, "correlation": correlation}
    if kind == "swap":
        leg["spread"] = g.choice([0.0, 0.004])
        cap, floor = g.choice([(None, None), (0.01, None), (None, 0.0), (0.012, -0.002)])
        other = {"dated": leg["dated"], "maturity": leg["maturity"], "calendar_of": name, "currency": currency, "notional": 1e6,
                 "payment_lag": 0, "rate": 0.01, "frequency": 1, "day_count": "30/360"}
        bounds = {k: v for k, v in [("cap", cap), ("floor", floor)] if v is not None}
        return {**base, "legs": [text(other), text(leg)], **bounds, "value": worth(cap, floor) - npv(coupons(other, [1e6]), DISCOUNT[currency])}
    strike = g.choice([-0.005, 0.0, 0.0025, 0.008])
    bought = worth() - worth(cap=strike) if kind == "cap" else worth(floor=strike) - worth()
    return {**base, "legs": [text(leg)], "strike": strike, "value": bought}


def main():
    g = random.Random(20230404)
    cases = []
    for kind, count in [("swap", 40), ("cap", 20), ("floor", 20)]:
        for _ in range(count):
            cases.append(case(len(cases) + 1, g, kind))
    # Fixings of both rates are the same: so is what was published of their difference, nothing.
    markets = {"flat": {"swaptions": list(QUOTES.values())}}
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/swap_rate_differences.json"
    path.write_text('{"mean_reversion": ' + json.dumps(MEAN_REVERSION) + ', "fixing": 0.0,\n"markets": ' + json.dumps(markets)
                    + ',\n"cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
    print(f"{len(cases)} cases to {path}")


if __name__ == "__main__":
    main()
