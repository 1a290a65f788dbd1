#!/usr/bin/env python3
"""Writes the goldens of DatesAndConventionsTests with QuantLib 1.44.

Run from the repository root: python3 Tools/goldens/dates.py
The same version always writes the same files.
"""

import csv
import random
from pathlib import Path

import QuantLib as ql

assert ql.__version__ == "1.44", f"QuantLib 1.44 is the pinned witness, not {ql.__version__}"

OUT = Path("Tests/DatesAndConventionsTests/Goldens")

CALENDARS = {
    "us_federal_reserve": ql.UnitedStates(ql.UnitedStates.FederalReserve),
    "us_government_bond": ql.UnitedStates(ql.UnitedStates.GovernmentBond),
    "us_nyse": ql.UnitedStates(ql.UnitedStates.NYSE),
    "us_settlement": ql.UnitedStates(ql.UnitedStates.Settlement),
    "us_sofr": ql.UnitedStates(ql.UnitedStates.SOFR),
    "target": ql.TARGET(),
    "uk_settlement": ql.UnitedKingdom(ql.UnitedKingdom.Settlement),
    "uk_exchange": ql.UnitedKingdom(ql.UnitedKingdom.Exchange),
    "japan": ql.Japan(),
    "canada_settlement": ql.Canada(ql.Canada.Settlement),
    "switzerland": ql.Switzerland(),
    "australia_settlement": ql.Australia(ql.Australia.Settlement),
    "germany_frankfurt": ql.Germany(ql.Germany.FrankfurtStockExchange),
}
CALENDARS_AND_NONE = {"weekends_only": ql.WeekendsOnly(), **CALENDARS}

CONVENTIONS = {
    "unadjusted": ql.Unadjusted,
    "following": ql.Following,
    "modified_following": ql.ModifiedFollowing,
    "preceding": ql.Preceding,
    "modified_preceding": ql.ModifiedPreceding,
}


def write(name, header, rows):
    with open(OUT / name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def random_date(rng, first_year, last_year):
    start = ql.Date(1, 1, first_year).serialNumber()
    return ql.Date(rng.randint(start, ql.Date(31, 12, last_year).serialNumber()))


def near_month_end(rng, first_year, last_year):
    """A date that is the 27th to the 31st half of the time, when rules differ."""
    date = random_date(rng, first_year, last_year)
    if rng.random() < 0.5:
        month = 2 if rng.random() < 0.4 else date.month()
        last = ql.Date.endOfMonth(ql.Date(1, month, date.year())).dayOfMonth()
        date = ql.Date(rng.randint(27, last), month, date.year())
    return date


def holidays():
    """Every closed weekday, a row for a calendar and year, as MMDD."""
    for name, calendar in CALENDARS.items():
        for year in range(1980, 2101):
            days = ql.Calendar.holidayList(calendar, ql.Date(1, 1, year), ql.Date(31, 12, year), False)
            yield name, year, " ".join(f"{d.month():02}{d.dayOfMonth():02}" for d in days)


def business_days():
    """From 2000 on: before, QuantLib's equinoxes in Japan are a day early in most years."""
    rng = random.Random(20260101)
    for name, calendar in CALENDARS_AND_NONE.items():
        for _ in range(60):
            date = near_month_end(rng, 2000, 2090)
            if rng.random() < 0.4:
                date = ql.Date(rng.choice([23, 24, 25, 26, 30, 31]), 12, date.year())
            other = date + rng.randint(0, 900)
            count = rng.randint(-30, 30)
            yield [
                name,
                date.ISO(),
                *(calendar.adjust(date, c).ISO() for c in CONVENTIONS.values()),
                count,
                calendar.advance(date, count, ql.Days).ISO(),
                other.ISO(),
                calendar.businessDaysBetween(date, other),
            ]


def day_counts():
    rng = random.Random(20260102)
    plain = {
        "ACT/360": ql.Actual360(),
        "ACT/365F": ql.Actual365Fixed(),
        "ACT/ACT ISDA": ql.ActualActual(ql.ActualActual.ISDA),
        "ACT/ACT AFB": ql.ActualActual(ql.ActualActual.AFB),
        "30/360 US": ql.Thirty360(ql.Thirty360.USA),
        "30/360": ql.Thirty360(ql.Thirty360.BondBasis),
        "30E/360": ql.Thirty360(ql.Thirty360.EurobondBasis),
    }
    for name, rule in plain.items():
        for index in range(150):
            start = near_month_end(rng, 1980, 2060)
            end = start + rng.randint(0, 1500) if index % 2 else near_month_end(rng, 1980, 2060)
            if end < start:
                start, end = end, start
            yield name, start.ISO(), end.ISO(), "", "", rule.dayCount(start, end), repr(rule.yearFraction(start, end))
    for index in range(150):
        start = near_month_end(rng, 1980, 2060)
        end = start + rng.randint(0, 1500)
        final = end if index % 2 else ql.Date()
        rule = ql.Thirty360(ql.Thirty360.ISDA, final)
        yield (
            "30E/360 ISDA", start.ISO(), end.ISO(), final.ISO() if index % 2 else "", "",
            rule.dayCount(start, end), repr(rule.yearFraction(start, end)),
        )
    for name, calendar in CALENDARS.items():
        rule = ql.Business252(calendar)
        for _ in range(12):
            start = random_date(rng, 2000, 2060)
            end = start + rng.randint(0, 4000)
            yield "BUS/252", start.ISO(), end.ISO(), "", name, rule.dayCount(start, end), repr(rule.yearFraction(start, end))


def icma():
    """Dates in, before and after a reference period. Roll days up to 28: beyond, QuantLib steps from date to date."""
    rng = random.Random(20260103)
    rule = ql.ActualActual(ql.ActualActual.ISMA)
    for index in range(400):
        months = rng.choice([12, 6, 6, 4, 3, 2, 1])
        start = random_date(rng, 1990, 2050)
        start = ql.Date(min(start.dayOfMonth(), 28), start.month(), start.year())
        if start.month() == 2 and start.dayOfMonth() == 28:
            continue
        end = start + ql.Period(months, ql.Months)
        if index % 4 == 0:
            first, last = start, end
        elif index % 4 == 1:
            first = start + rng.randint(0, end - start)
            last = first + rng.randint(0, end - first)
        elif index % 4 == 2:
            first, last = start - rng.randint(1, 500), end
        else:
            first, last = start, end + rng.randint(1, 500)
        years = rule.yearFraction(first, last, start, end)
        yield first.ISO(), last.ISO(), start.ISO(), end.ISO(), 12 // months, repr(years)


def schedules():
    rng = random.Random(20260104)
    names = list(CALENDARS_AND_NONE)
    written = 0
    while written < 900:
        name = rng.choice(names)
        calendar = CALENDARS_AND_NONE[name]
        months = rng.choice([12, 6, 6, 6, 4, 3, 3, 2, 1])
        start = near_month_end(rng, 2000, 2040)
        if rng.random() < 0.5:
            end = start + ql.Period(months * rng.randint(1, 30), ql.Months)
        else:
            end = start + rng.randint(20, 5000)
            if rng.random() < 0.4:
                end = ql.Date.endOfMonth(end)
        convention = rng.choice(list(CONVENTIONS))
        termination = rng.choice(list(CONVENTIONS))
        backward = rng.random() < 0.6
        end_of_month = rng.random() < 0.5
        inner = rng.random()
        first = start + rng.randint(1, 40 * months) if inner < 0.25 else ql.Date()
        penultimate = end - rng.randint(1, 40 * months) if 0.15 < inner < 0.4 else ql.Date()
        if inner < 0.12:
            first = ql.Date.endOfMonth(first)
        if first != ql.Date() and not start < first < end:
            continue
        if penultimate != ql.Date() and not start < penultimate < end:
            continue
        if first != ql.Date() and penultimate != ql.Date() and first > penultimate:
            continue
        rule = ql.DateGeneration.Backward if backward else ql.DateGeneration.Forward
        try:
            schedule = ql.Schedule(
                start, end, ql.Period(months, ql.Months), calendar, CONVENTIONS[convention],
                CONVENTIONS[termination], rule, end_of_month, first, penultimate,
            )
        except RuntimeError:
            continue
        written += 1
        yield (
            start.ISO(), end.ISO(), 12 // months, "backward" if backward else "forward",
            first.ISO() if first != ql.Date() else "", penultimate.ISO() if penultimate != ql.Date() else "",
            "true" if end_of_month else "false", name, convention, termination,
            " ".join(d.ISO() for d in schedule.dates()),
            "".join("R" if r else "-" for r in schedule.isRegular()),
        )


def rates():
    rng = random.Random(20260105)
    kinds = [
        ("simple", ql.Simple, ql.Annual),
        ("continuous", ql.Continuous, ql.Annual),
        *((f"compounded {f}", ql.Compounded, f) for f in (1, 2, 3, 4, 6, 12)),
    ]
    day_count = ql.Actual365Fixed()
    for from_name, from_kind, from_frequency in kinds:
        for to_name, to_kind, to_frequency in kinds:
            years = rng.choice([0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 7.0, 30.0])
            value = round(rng.uniform(-0.01, 0.15), 6)
            rate = ql.InterestRate(value, day_count, from_kind, from_frequency)
            same = rate.equivalentRate(to_kind, to_frequency, years)
            yield value, from_name, to_name, years, repr(rate.discountFactor(years)), repr(same.rate())


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    write("holidays.csv", ["calendar", "year", "closed_weekdays"], holidays())
    write(
        "business_days.csv",
        ["calendar", "date", *CONVENTIONS, "days", "advanced", "other", "business_days_to_other"],
        business_days(),
    )
    write(
        "day_counts.csv",
        ["day_count", "start", "end", "termination", "calendar", "days", "years"],
        day_counts(),
    )
    write("icma.csv", ["start", "end", "reference_start", "reference_end", "frequency", "years"], icma())
    write(
        "schedules.csv",
        [
            "start", "end", "frequency", "direction", "first", "penultimate", "end_of_month", "calendar",
            "convention", "termination_convention", "dates", "regular",
        ],
        schedules(),
    )
    write("rates.csv", ["rate", "compounding", "other", "years", "discount_factor", "equivalent_rate"], rates())
