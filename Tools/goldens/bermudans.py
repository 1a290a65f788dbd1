#!/usr/bin/env python3
"""Writes Tests/PricingTests/Goldens/bermudans.json: Bermudan swaptions on QuantLib 1.44's lattice of the Hull-White model.

usage: pip install QuantLib==1.44; python3 Tools/goldens/bermudans.py
The discount curve of euros in floating.py projects the index as well. Options with one day of exercise are valued in closed form
(JamshidianSwaptionEngine), others on a lattice of 1,500 steps.
"""
import json
import pathlib
import random

import QuantLib as ql

import floating
from floating import DISCOUNT, TODAY

MEAN_REVERSION, VOLATILITY, COUNT = 0.03, 0.0095, 60


def main():
    g = random.Random(20230331)
    handle = DISCOUNT["EUR"]
    calendar, fixed_count = ql.TARGET(), ql.Thirty360(ql.Thirty360.BondBasis)
    index = ql.IborIndex("EUR-EURIBOR-6M", ql.Period(6, ql.Months), 2, ql.EURCurrency(), calendar, ql.ModifiedFollowing, True,
                         ql.Actual360(), handle)
    model = ql.HullWhite(handle, MEAN_REVERSION, VOLATILITY)
    cases = []
    for number in range(COUNT):
        start = calendar.adjust(TODAY + ql.Period(g.choice([3, 6, 12, 24, 60]), ql.Months) + g.randrange(0, 40))
        start = calendar.adjust(ql.Date(min(start.dayOfMonth(), 25), start.month(), start.year()))
        years = g.choice([2, 5, 7, 10, 20])
        maturity = start + ql.Period(years, ql.Years)
        fixed = ql.Schedule(start, maturity, ql.Period(1, ql.Years), calendar, ql.ModifiedFollowing, ql.ModifiedFollowing,
                            ql.DateGeneration.Backward, False)
        floats = ql.Schedule(start, maturity, ql.Period(6, ql.Months), calendar, ql.ModifiedFollowing, ql.ModifiedFollowing,
                             ql.DateGeneration.Backward, False)
        rate, payer = g.choice([0.005, 0.018, 0.024, 0.031, 0.045]), g.random() < 0.5
        swap = ql.VanillaSwap(ql.Swap.Payer if payer else ql.Swap.Receiver, 1e6, fixed, rate, fixed_count, floats, index, 0.0,
                              ql.Actual360())
        days = list(fixed)[:-1][:: g.choice([1, 1, 2])] if number % 4 else [start]
        if len(days) == 1:
            option = ql.Swaption(swap, ql.EuropeanExercise(days[0]))
            option.setPricingEngine(ql.JamshidianSwaptionEngine(model, handle))
        else:
            option = ql.Swaption(swap, ql.BermudanExercise(days))
            option.setPricingEngine(ql.TreeSwaptionEngine(model, 1500, handle))
        cases.append({"is_payer": payer, "rate": rate, "start": start.ISO(), "maturity": maturity.ISO(),
                      "exercise_dates": [d.ISO() for d in days], "value": option.NPV()})
    path = pathlib.Path(__file__).parents[2] / "Tests/PricingTests/Goldens/bermudans.json"
    path.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    print(f"{len(cases)} cases to {path}")


if __name__ == "__main__":
    main()
