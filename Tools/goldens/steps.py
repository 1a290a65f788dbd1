"""Bonds whose coupon steps, as QuantLib sees them: flows, accrued interest, and the yield of a price.

Writes Tests/PricingTests/Goldens/steps.json. Needs QuantLib 1.44 (pip install QuantLib==1.44).
"""

import json
import pathlib
import random

import QuantLib as ql

OUT = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/steps.json"
US = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
BASIS = ql.Thirty360(ql.Thirty360.USA)


def iso(date):
    return f"{date.year()}-{date.month():02d}-{date.dayOfMonth():02d}"


def case():
    years = random.randint(3, 20)
    dated = ql.Date(random.choice([1, 10, 15, 20, 25]), random.randint(1, 12), random.randint(2012, 2022))
    maturity = dated + ql.Period(years, ql.Years)
    schedule = ql.Schedule(
        dated, maturity, ql.Period(6, ql.Months), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Backward,
        False,
    )
    starts = list(schedule)[:-1]
    rate = random.choice([0.0, 0.02, 0.0375])
    rates, steps = [], []
    changes = set(random.sample(range(1, len(starts)), random.randint(1, 4)))
    for index, start in enumerate(starts):
        if index in changes:
            rate = random.choice([0.0, 0.01, 0.03, 0.045, 0.06, 0.225])
            # A step between coupon dates counts from the next.
            steps.append([iso(start - random.choice([0, 0, 30])), rate])
        rates.append(rate)
    bond = ql.FixedRateBond(0, 100, schedule, rates, BASIS, ql.Following, 100, dated, US)
    # Yields count the periods between coupon dates, wherever payment falls.
    unadjusted = ql.FixedRateBond(0, 100, schedule, rates, BASIS, ql.Unadjusted, 100, dated, US)
    settlement = US.adjust(dated + random.randint(0, 365 * years - 400))
    ql.Settings.instance().evaluationDate = settlement
    flows = {}
    for flow in bond.cashflows():
        if flow.date() > settlement:
            flows[iso(flow.date())] = flows.get(iso(flow.date()), 0.0) + flow.amount()
    clean = random.uniform(70, 130)
    price = ql.BondPrice(clean, ql.BondPrice.Clean)
    return {
        "dated": iso(dated), "maturity": iso(maturity), "coupon": rates[0], "steps": steps,
        "settlement": iso(settlement), "accrued": bond.accruedAmount(settlement), "clean": clean,
        "yield": unadjusted.bondYield(price, BASIS, ql.Compounded, ql.Semiannual, settlement, 1e-14, 1000),
        "flows": [[day, amount] for day, amount in sorted(flows.items()) if amount != 0],
    }


def main():
    random.seed(20261121)
    OUT.write_text(json.dumps([case() for _ in range(40)], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
