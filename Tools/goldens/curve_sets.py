#!/usr/bin/env python3
"""Writes Tests/MarketDataTests/Goldens/curve_sets.json: curves that QuantLib bootstraps from market instruments.

usage: pip install QuantLib==1.44; python3 Tools/goldens/curve_sets.py

Each set is a market document's curves and index curves, with discount factors of QuantLib's piecewise curves of the same
instruments, in dependence of each other: overnight curves first, Euribor curves discounted on them, then cross-currency
curves. Quotes are made up, of the order of 2023 and, for the set named negative, of 2020.
"""
import json
import pathlib

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
TODAY = ql.Date(31, 3, 2023)
ql.Settings.instance().evaluationDate = TODAY
ACT365 = ql.Actual365Fixed()
ACT360 = ql.Actual360()
TARGET = ql.TARGET()
US = ql.UnitedStates(ql.UnitedStates.GovernmentBond)
# How far QuantLib solves.
ACCURACY = 1e-15
SAMPLE_DAYS = [1, 5, 33, 64, 100, 191, 280, 367, 500, 731, 1000, 1500, 1827, 2500, 3654, 5000, 7306, 9000, 10950]
CALENDARS = {
    "USD": US, "EUR": TARGET, "GBP": ql.UnitedKingdom(ql.UnitedKingdom.Settlement), "JPY": ql.Japan(),
    "CHF": ql.Switzerland(), "CAD": ql.Canada(ql.Canada.Settlement), "AUD": ql.Australia(ql.Australia.Settlement),
}
PIECEWISE = {
    "log_linear_discount": ql.PiecewiseLogLinearDiscount, "linear_zero": ql.PiecewiseLinearZero,
    "natural_cubic_discount": ql.PiecewiseNaturalLogCubicDiscount, "natural_cubic_zero": ql.PiecewiseNaturalCubicZero,
}


def overnight(currency, name, day_count):
    return ql.OvernightIndex, (name, 0, getattr(ql, f"{currency}Currency")(), CALENDARS[currency], day_count)


def make_index(currency, name, day_count, handle=None):
    maker, arguments = overnight(currency, name, day_count)
    return maker(*arguments, handle) if handle else maker(*arguments)


def euribor(months, handle=None):
    return ql.Euribor(ql.Period(months, ql.Months), handle) if handle else ql.Euribor(ql.Period(months, ql.Months))


def quote(value):
    return ql.QuoteHandle(ql.SimpleQuote(value))


# Currency: convention, index name, day count, spot days, payment lag, payments a year.
OVERNIGHT = {
    "USD": ("USD-SOFR-OIS", "USD-SOFR", ACT360, 2, 2, ql.Annual),
    "EUR": ("EUR-ESTR-OIS", "EUR-ESTR", ACT360, 2, 1, ql.Annual),
    "GBP": ("GBP-SONIA-OIS", "GBP-SONIA", ACT365, 0, 0, ql.Annual),
    "JPY": ("JPY-TONA-OIS", "JPY-TONA", ACT365, 2, 2, ql.Annual),
    "CHF": ("CHF-SARON-OIS", "CHF-SARON", ACT360, 2, 2, ql.Annual),
    "CAD": ("CAD-CORRA-OIS", "CAD-CORRA", ACT365, 1, 1, ql.Semiannual),
    "AUD": ("AUD-AONIA-OIS", "AUD-AONIA", ACT365, 1, 1, ql.Annual),
}


def ois(currency, quotes):
    """Points of the document and QuantLib's helpers for them."""
    convention, name, day_count, spot, lag, frequency = OVERNIGHT[currency]
    index, calendar = make_index(currency, name, day_count), CALENDARS[currency]
    points, helpers = [], []
    for tenor, rate in quotes:
        period = ql.Period(tenor)
        single = TODAY + period <= TODAY + ql.Period("12M")
        points.append({"type": "swap", "convention": convention, "tenor": tenor, "quote": rate})
        helpers.append(ql.OISRateHelper(
            spot, period, rate, index, paymentLag=lag, paymentConvention=ql.Following,
            paymentFrequency=ql.Once if single else frequency, paymentCalendar=calendar, endOfMonth=False,
            fixedCalendar=calendar, overnightCalendar=calendar, convention=ql.ModifiedFollowing))
    return points, helpers


def deposit(index_name, index, rate):
    return ({"type": "deposit", "convention": index_name, "quote": rate}, ql.DepositRateHelper(rate, index))


def build(interpolation, helpers):
    made = PIECEWISE[interpolation](TODAY, helpers, ACT365, ql.IterativeBootstrap(ACCURACY))
    made.enableExtrapolation()
    return made


def last_day(helpers):
    return max(helper.pillarDate() for helper in helpers)


def curve(id, currency, interpolation, points, made, helpers, kind=None):
    end = last_day(helpers)
    days = [days for days in SAMPLE_DAYS if TODAY + days <= end]
    return {
        "curve": {"id": id, "currency": currency, "kind": {"instruments": kind or {}}, "interpolation": interpolation,
                  "points": points, "source": "golden"},
        "pillars": [helper.pillarDate() - TODAY for helper in helpers],
        "days": days, "discount_factors": [made.discount(TODAY + day) for day in days],
    }


def shape(short, middle, long, tenors):
    """Rates along a smooth bend; years of the tenor decide."""
    out = []
    for tenor in tenors:
        years = int(tenor[:-1]) * {"W": 1 / 52, "M": 1 / 12, "Y": 1}[tenor[-1]]
        weight = years / (years + 3)
        rate = short + (long - short) * weight + (middle - (short + long) / 2) * 4 * weight * (1 - weight)
        out.append((tenor, round(rate, 6)))
    return out


TENORS = ["1W", "2W", "1M", "2M", "3M", "6M", "9M", "1Y", "18M", "2Y", "3Y", "4Y", "5Y", "7Y", "10Y", "12Y", "15Y", "20Y",
          "25Y", "30Y"]


def overnight_curve(currency, levels, interpolation):
    name = OVERNIGHT[currency][1]
    points, helpers = ois(currency, shape(*levels, TENORS))
    first = deposit(name, make_index(currency, name, OVERNIGHT[currency][2]), levels[0])
    points, helpers = [first[0]] + points, [first[1]] + helpers
    made = build(interpolation, helpers)
    return f"{currency}.{name.split('-')[1]}", made, curve(
        f"{currency}.{name.split('-')[1]}", currency, interpolation, points, made, helpers)


def euribor_curves(discount, interpolation, level):
    """Euribor 6M from swaps and forward rate agreements, Euribor 3M from futures and a basis to it."""
    discounting = ql.YieldTermStructureHandle(discount)
    points, helpers = zip(deposit("EUR-EURIBOR-6M", euribor(6), level))
    points, helpers = list(points), list(helpers)
    for months in (1, 2, 3, 6, 9, 12):
        rate = round(level + 0.0002 * months, 6)
        points.append({"type": "fra", "convention": "EUR-EURIBOR-6M", "tenor": f"{months}M", "quote": rate})
        helpers.append(ql.FraRateHelper(rate, months, euribor(6)))
    for tenor, rate in shape(level + 0.002, level - 0.002, level - 0.004,
                             ["2Y", "3Y", "4Y", "5Y", "7Y", "10Y", "15Y", "20Y", "25Y", "30Y"]):
        points.append({"type": "swap", "convention": "EUR-EURIBOR-6M-SWAP", "tenor": tenor, "quote": rate})
        helpers.append(ql.SwapRateHelper(
            rate, ql.Period(tenor), TARGET, ql.Annual, ql.ModifiedFollowing, ql.Thirty360(ql.Thirty360.BondBasis),
            euribor(6), ql.QuoteHandle(), ql.Period("0D"), discounting, 2, ql.Pillar.LastRelevantDate, ql.Date(), False, True))
    six = build(interpolation, helpers)
    six_curve = curve("EUR.EURIBOR-6M", "EUR", interpolation, points, six, helpers, {"discounting": "EUR.ESTR"})

    points, helpers = zip(deposit("EUR-EURIBOR-3M", euribor(3), level - 0.001))
    points, helpers = list(points), list(helpers)
    start = ql.Date(21, 6, 2023)
    for number in range(6):
        price, convexity = round(100 - 100 * (level + 0.0005 * number), 4), round(1e-6 * (number + 1) ** 2, 8)
        points.append({"type": "future", "convention": "EUR-EURIBOR-3M", "start": start.ISO(), "quote": price,
                       "convexity": convexity})
        helpers.append(ql.FuturesRateHelper(price, start, euribor(3), convexity))
        start = ql.IMM.nextDate(start)
    for tenor, basis in [("2Y", 0.0009), ("3Y", 0.0008), ("5Y", 0.0007), ("7Y", 0.00065), ("10Y", 0.0006), ("15Y", 0.0005),
                         ("20Y", 0.00045), ("30Y", 0.0004)]:
        points.append({"type": "basis_swap", "convention": "EUR-EURIBOR-3M-6M-BASIS", "tenor": tenor, "quote": basis})
        helpers.append(ql.IborIborBasisSwapRateHelper(
            quote(basis), ql.Period(tenor), 2, TARGET, ql.ModifiedFollowing, False, euribor(3),
            euribor(6, ql.YieldTermStructureHandle(six)), discounting, True, useIndexedCoupons=True))
    three = build(interpolation, helpers)
    return [six_curve, curve("EUR.EURIBOR-3M", "EUR", interpolation, points, three, helpers, {"discounting": "EUR.ESTR"})]


# Pair: spot days, whether the pair's first currency is the dollar.
PAIRS = {"EUR-USD": (2, False), "GBP-USD": (2, False), "AUD-USD": (2, False), "USD-JPY": (2, True), "USD-CHF": (2, True),
         "USD-CAD": (1, True)}


def cross_currency_curve(pair, spot_rate, foreign, dollar, interpolation, points_per_year):
    """Discounting of the other currency's payments under dollar collateral: forward points to a year, then basis swaps."""
    spot, dollar_is_base = PAIRS[pair]
    currency = pair.replace("USD", "").strip("-")
    calendar = ql.JointCalendar(CALENDARS[currency], US)
    collateral = ql.YieldTermStructureHandle(dollar)
    _, name, day_count, *_ = OVERNIGHT[currency]
    foreign_index = make_index(currency, name, day_count, ql.YieldTermStructureHandle(foreign))
    dollar_index = make_index("USD", "USD-SOFR", ACT360, collateral)
    points, helpers = [], []
    for tenor, years in [("1W", 1 / 52), ("1M", 1 / 12), ("3M", 0.25), ("6M", 0.5), ("9M", 0.75), ("1Y", 1)]:
        value = round(points_per_year * years, 6)
        points.append({"type": "fx_forward", "convention": pair, "tenor": tenor, "quote": value})
        helpers.append(ql.FxSwapRateHelper(
            quote(value), quote(spot_rate), ql.Period(tenor), spot, calendar, ql.ModifiedFollowing, True, dollar_is_base,
            collateral))
    for tenor, basis in [("2Y", -0.0012), ("3Y", -0.0014), ("5Y", -0.0016), ("7Y", -0.0015), ("10Y", -0.0013), ("20Y", -0.001),
                         ("30Y", -0.0008)]:
        # The last payment is a day after the dollar curve's last pillar, beyond which QuantLib continues the forward and this
        # project the zero rate.
        if (interpolation, tenor) == ("linear_zero", "30Y"):
            continue
        points.append({"type": "cross_currency_swap", "convention": pair, "tenor": tenor, "quote": basis})
        base, other = (dollar_index, foreign_index) if dollar_is_base else (foreign_index, dollar_index)
        helpers.append(ql.ConstNotionalCrossCurrencyBasisSwapRateHelper(
            quote(basis), ql.Period(tenor), spot, calendar, ql.ModifiedFollowing, False, base, other, collateral,
            dollar_is_base, not dollar_is_base, ql.Quarterly, 2))
    made = build(interpolation, helpers)
    return curve(f"{currency}.USD-COLLATERAL", currency, interpolation, points, made, helpers, {"collateral": "USD.SOFR"})


def market(name, interpolation, levels, pairs):
    overnight_curves = {currency: overnight_curve(currency, level, interpolation) for currency, level in levels.items()}
    curves = [made[2] for made in overnight_curves.values()]
    index_curves = {OVERNIGHT[currency][1]: made[0] for currency, made in overnight_curves.items()}
    if "EUR" in levels:
        curves += euribor_curves(overnight_curves["EUR"][1], interpolation, levels["EUR"][0] + 0.003)
        index_curves.update({"EUR-EURIBOR-3M": "EUR.EURIBOR-3M", "EUR-EURIBOR-6M": "EUR.EURIBOR-6M"})
    fx = {"USD": 1.0}
    for pair, rate, per_year in pairs:
        currency = pair.replace("USD", "").strip("-")
        fx[currency] = rate if pair.startswith("USD") else 1 / rate
        # The rate as the snapshot gives it back, to the bit.
        spot_rate = fx[currency] if pair.startswith("USD") else 1 / fx[currency]
        curves.append(cross_currency_curve(
            pair, spot_rate, overnight_curves[currency][1], overnight_curves["USD"][1], interpolation, per_year))
    return {"name": name, "curves": curves, "index_curves": index_curves, "fx_rates": fx}


LEVELS = {"USD": (0.048, 0.036, 0.033), "EUR": (0.029, 0.030, 0.026), "GBP": (0.042, 0.040, 0.035), "JPY": (-0.0002, 0.003, 0.011),
          "CHF": (0.014, 0.017, 0.015), "CAD": (0.045, 0.036, 0.031), "AUD": (0.036, 0.034, 0.036)}
LOW = {"USD": (0.0008, 0.003, 0.009), "EUR": (-0.0055, -0.005, -0.001), "CHF": (-0.0075, -0.006, -0.002),
       "JPY": (-0.0004, -0.0006, 0.002)}
PAIRS_QUOTED = [("EUR-USD", 1.0875, 0.021), ("GBP-USD", 1.2369, 0.006), ("AUD-USD", 0.6701, 0.008), ("USD-JPY", 133.09, -6.4),
                ("USD-CHF", 0.9147, -0.031), ("USD-CAD", 1.3533, -0.004)]
LOW_PAIRS = [("EUR-USD", 1.18, 0.0075), ("USD-CHF", 0.92, -0.008), ("USD-JPY", 105.5, -0.15)]


def main():
    two = {currency: LEVELS[currency] for currency in ("USD", "EUR")}
    sets = [market("seven currencies", "log_linear_discount", LEVELS, PAIRS_QUOTED),
            market("negative", "log_linear_discount", LOW, LOW_PAIRS),
            market("linear zero", "linear_zero", two, PAIRS_QUOTED[:1]),
            market("natural cubic", "natural_cubic_discount", two, PAIRS_QUOTED[:1])]
    out = pathlib.Path(__file__).parents[2] / "Tests/MarketDataTests/Goldens/curve_sets.json"
    out.write_text(json.dumps({"valuation_date": "2023-03-31", "sets": sets}, indent=1) + "\n")
    print(f"{sum(len(made['curves']) for made in sets)} curves in {len(sets)} sets to {out}")


if __name__ == "__main__":
    main()
