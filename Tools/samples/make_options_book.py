#!/usr/bin/env python3
"""Writes Samples/options-book-2023-03-31: a small book of options, default swaps and linked bonds, with a market that has all
tables of a market folder, and the same market as one document.

Quotes are near those of the day but invented, except the price index, which is that of the US Bureau of Labor Statistics
(CPI-U, all items, not seasonally adjusted). The document is worked out here by decimal arithmetic, so that it witnesses what
is read from the tables.

usage: Tools/samples/make_options_book.py
"""

import csv
import decimal
import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "options-book-2023-03-31"
SOURCE = "invented near the day's levels"
DAY = "2023-03-31"

CURVES = {
    "USD.SOFR": ("USD", {
        "1M": "4.83", "3M": "4.86", "6M": "4.84", "1Y": "4.67", "2Y": "4.05", "3Y": "3.68", "5Y": "3.35",
        "7Y": "3.25", "10Y": "3.18", "15Y": "3.17", "20Y": "3.09", "30Y": "2.83"}),
    "EUR.ESTR": ("EUR", {
        "1M": "2.91", "3M": "3.05", "6M": "3.19", "1Y": "3.27", "2Y": "3.02", "3Y": "2.84", "5Y": "2.67",
        "7Y": "2.63", "10Y": "2.64", "15Y": "2.66", "20Y": "2.55", "30Y": "2.24"}),
    "EUR.EURIBOR-6M": ("EUR", {
        "6M": "3.29", "1Y": "3.41", "2Y": "3.19", "3Y": "3.02", "5Y": "2.86", "7Y": "2.82", "10Y": "2.83",
        "15Y": "2.83", "20Y": "2.70", "30Y": "2.36"}),
}
SPREADS = {"USD.CORPORATE": ("USD", {"1Y": "70", "5Y": "120", "10Y": "145.5"})}
FX = {"USD": "1.0875", "GBP": "0.8792", "JPY": "144.83"}
INDEX_CURVES = {"USD-SOFR": "USD.SOFR", "EUR-ESTR": "EUR.ESTR", "EUR-EURIBOR-6M": "EUR.EURIBOR-6M"}
FIXINGS = {
    "EUR-EURIBOR-6M": {"2022-12-13": "2.481", "2023-03-13": "3.461"},
    "USD-SOFR": {
        "2023-03-15": "4.58", "2023-03-16": "4.57", "2023-03-17": "4.55", "2023-03-20": "4.55", "2023-03-21": "4.55",
        "2023-03-22": "4.55", "2023-03-23": "4.80", "2023-03-24": "4.80", "2023-03-27": "4.81", "2023-03-28": "4.84",
        "2023-03-29": "4.83", "2023-03-30": "4.82", "2023-03-31": "4.87"},
}
CREDIT = {
    "ACME.SENIOR": ("USD", "40", None, "spread_bp", {
        "6M": "61.5", "1Y": "75", "3Y": "110", "5Y": "142", "7Y": "158", "10Y": "171"}),
    "EUR.CROSSOVER": ("EUR", "40", "500", "upfront_percent", {"3Y": "-5.2", "5Y": "-2.35"}),
    "DISTRESSED": ("USD", "25", None, "hazard_rate_percent", {"1Y": "21.5", "5Y": "14"}),
}
CPI = (
    "278.802 281.148 283.716 287.504 289.109 292.296 296.311 296.276 296.171 296.808 298.012 297.711 296.797 299.170 "
    "300.840"
).split()
PRICE_INDICES = {
    "US-CPI-U": [(f"{2021 + (11 + place) // 12}-{(11 + place) % 12 + 1:02}", value) for place, value in enumerate(CPI)]
}
BREAKEVENS = {"US-CPI-U": {"1Y": "2.71", "2Y": "2.66", "5Y": "2.55", "10Y": "2.52", "30Y": "2.44"}}
SEASONS = {
    "US-CPI-U": "0.9975 0.999 1.0015 1.003 1.0035 1.0035 1.002 1.001 1.0005 0.9995 0.9965 0.9925".split()
}
# Expiries by tenors.
SWAPTIONS = {
    "EUR.EURIBOR-6M": ("EUR", "normal_bp", None, {
        "3M": {"2Y": "136", "5Y": "124.5", "10Y": "108"}, "1Y": {"2Y": "130", "5Y": "116", "10Y": "101"},
        "5Y": {"2Y": "97", "5Y": "92", "10Y": "86.4"}, "10Y": {"2Y": "80", "5Y": "77.5", "10Y": "74"}}),
    "USD.SOFR": ("USD", "lognormal_percent", "2", {
        "1Y": {"2Y": "27.1", "5Y": "24.3", "10Y": "21.8"}, "5Y": {"2Y": "21.4", "5Y": "20.2", "10Y": "19"}}),
}
# Expiry, tenor and strikes less forward.
SMILES = {
    "EUR.EURIBOR-6M": ("0.25", {
        "1Y": {"5Y": {"-100": "7.5", "-50": "2.9", "50": "-0.4", "100": "2.1"},
               "10Y": {"-100": "6.3", "-50": "2.4", "50": "-0.2", "100": "1.9"}},
        "5Y": {"5Y": {"-100": "4.1", "-50": "1.6", "50": "-0.1", "100": "1.3"},
               "10Y": {"-100": "3.8", "-50": "1.5", "50": "0", "100": "1.2"}}}),
}
# Maturities by strikes.
CAPS = {
    "EUR.EURIBOR-6M.CAPS": ("EUR", "6M", "normal_bp", None, {
        "2Y": {"2": "121", "3": "118", "4": "122.5"}, "5Y": {"2": "111", "3": "108", "4": "109.5"},
        "10Y": {"2": "101", "3": "98", "4": "98.5"}}),
}
FX_VOLATILITIES = {
    "EURUSD": ("EUR", "USD", [
        ("1M", "spot", "8.15", [("0.25", "-0.32", "0.17"), ("0.1", "-0.58", "0.55")]),
        ("6M", "spot", "8.42", [("0.25", "-0.41", "0.23"), ("0.1", "-0.75", "0.78")]),
        ("1Y", "spot", "8.5", [("0.25", "-0.45", "0.25"), ("0.1", "-0.83", "0.88")]),
        ("3Y", "forward", "8.75", []),
    ]),
}
MODELS = {
    "USD": ("0.03", "98.5", None),
    "EUR": ("0.02", "85", ("0.45", "92", "0.025", "88", "-0.71")),
}
# By series, from 2022-10 on.
ECONOMY = {
    "mortgage_rate_percent": "6.9 6.81 6.36 6.27 6.26 6.54".split(),
    "unemployment_percent": "3.7 3.6 3.5 3.4 3.6 3.5".split(),
    "house_prices": "392.1 391.9 391.2 391.8 394.2 396.4".split(),
    "house_prices.CA": "418.2 415.5 412.8 411.1 414 417.3".split(),
}
MORTGAGE_RATE = {
    "name": "MORTGAGE-RATE-2Y-10Y", "version": "1", "source": SOURCE, "intercept": 0.03,
    "terms": [{"years": 2, "weight": 0.2}, {"years": 10, "weight": 0.8}]}

INSTRUMENTS = [
    {"instrument_id": "TIPS-2033", "product_type": "FIXED_BOND", "name": "US TIPS 1.125% 2033", "currency": "USD",
     "dated_date": "2023-01-15", "maturity": "2033-01-15", "coupon": "0.01125", "frequency": "2",
     "convention": "US_TREASURY", "inflation_index": "US-CPI-U", "base_index": "297.87606"},
    {"instrument_id": "CALLED-2033", "product_type": "CALLABLE_BOND", "name": "Bank callable from 2028",
     "currency": "USD", "dated_date": "2023-03-15", "maturity": "2033-03-15", "coupon": "0.0555", "frequency": "2",
     "convention": "US_CORPORATE", "call_schedule": "2028-03-15:100;2029-03-15:100", "spread_curve": "USD.CORPORATE"},
    {"instrument_id": "FRN-2026", "product_type": "FLOATING_RATE", "name": "Euribor 6M + 85 bp", "currency": "EUR",
     "dated_date": "2022-12-15", "maturity": "2026-12-15", "index": "EUR-EURIBOR-6M", "margin": "0.0085"},
    {"instrument_id": "STEEPENER", "product_type": "STRUCTURED", "name": "Four times 10Y less 2Y", "currency": "EUR",
     "dated_date": "2023-04-28", "maturity": "2033-04-28", "frequency": "1", "index": "EUR-EURIBOR-6M",
     "coupon_type": "SWAP_RATE", "gearing": "4", "floor": "0", "cap": "0.08", "long_tenor": "10Y",
     "short_tenor": "2Y"},
    {"instrument_id": "SWAPTION-EUR", "product_type": "DERIVATIVES", "contract": "SWAPTION",
     "name": "Payer 5Y into 10Y", "currency": "EUR", "dated_date": "2028-04-04", "maturity": "2038-04-04",
     "expiry_date": "2028-03-31", "pay_notional": "10000000", "pay_rate": "0.0275", "pay_day_count": "30E/360",
     "receive_notional": "10000000", "receive_index": "EUR-EURIBOR-6M"},
    {"instrument_id": "SWAPTION-USD", "product_type": "DERIVATIVES", "contract": "SWAPTION",
     "name": "Receiver 1Y into 5Y", "currency": "USD", "dated_date": "2024-04-03", "maturity": "2029-04-03",
     "expiry_date": "2024-04-01", "pay_notional": "25000000", "pay_index": "USD-SOFR", "receive_notional": "25000000",
     "receive_rate": "0.0325", "receive_day_count": "ACT/360"},
    {"instrument_id": "CAP-EUR", "product_type": "DERIVATIVES", "contract": "CAP", "name": "5Y cap at 3.5%",
     "currency": "EUR", "dated_date": "2023-10-04", "maturity": "2028-04-04", "index": "EUR-EURIBOR-6M",
     "rate": "0.035", "notional": "10000000"},
    {"instrument_id": "CDS-ACME", "product_type": "DERIVATIVES", "contract": "CREDIT_DEFAULT_SWAP",
     "name": "Protection on ACME", "currency": "USD", "maturity": "2028-06-20", "coupon": "0.01",
     "notional": "10000000", "credit_curve": "ACME.SENIOR", "protection": "buy"},
    {"instrument_id": "CDS-CROSSOVER", "product_type": "DERIVATIVES", "contract": "CREDIT_DEFAULT_SWAP",
     "name": "Protection on an index sold", "currency": "EUR", "maturity": "2028-06-20", "coupon": "0.05",
     "notional": "5000000", "credit_curve": "EUR.CROSSOVER", "protection": "sell"},
    {"instrument_id": "CDS-DISTRESSED", "product_type": "DERIVATIVES", "contract": "CREDIT_DEFAULT_SWAP",
     "name": "Protection on a company in distress", "currency": "USD", "maturity": "2026-06-20", "coupon": "0.05",
     "notional": "2000000", "credit_curve": "DISTRESSED", "protection": "buy"},
    {"instrument_id": "FXO-EURUSD", "product_type": "DERIVATIVES", "contract": "FX_OPTION",
     "name": "Euro call and dollar put", "currency": "USD", "expiry_date": "2023-09-29", "buy_currency": "EUR",
     "buy_amount": "5000000", "sell_currency": "USD", "sell_amount": "5500000", "settlement_date": "2023-10-03"},
]
# Portfolio, instrument and quantity.
POSITIONS = [
    ("OPTIONS/BONDS", "TIPS-2033", "12000000"),
    ("OPTIONS/BONDS", "CALLED-2033", "4000000"),
    ("OPTIONS/BONDS", "FRN-2026", "3000000"),
    ("OPTIONS/BONDS", "STEEPENER", "2000000"),
    ("OPTIONS/RATES", "SWAPTION-EUR", "1"),
    ("OPTIONS/RATES", "SWAPTION-USD", "2"),
    ("OPTIONS/RATES", "CAP-EUR", "-1"),
    ("OPTIONS/CREDIT", "CDS-ACME", "1"),
    ("OPTIONS/CREDIT", "CDS-CROSSOVER", "1"),
    ("OPTIONS/CREDIT", "CDS-DISTRESSED", "1"),
    ("OPTIONS/FX", "FXO-EURUSD", "1"),
]


def moved(text, digits):
    """A number with its point moved, exactly."""
    return float(decimal.Decimal(text).scaleb(digits))


def volatility(column, text):
    return moved(text, -4 if column == "normal_bp" else -2)


def kind(column, shift):
    if column == "normal_bp":
        return {"normal": {}}
    return {"lognormal": {"shift": moved(shift or "0", -2)}}


def write(name, columns, rows, folder=FOLDER / "market"):
    """A table; what a row does not name is empty."""
    with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns.split(), restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def curve_tables():
    write("curves", "curve currency kind interpolation tenor rate_percent source", [
        {"curve": curve, "currency": currency, "kind": "zero_continuous", "interpolation": "monotone_cubic_discount",
         "tenor": tenor, "rate_percent": rate, "source": SOURCE}
        for curve, (currency, rates) in CURVES.items() for tenor, rate in rates.items()])
    write("spreads", "curve currency tenor spread_bp source", [
        {"curve": curve, "currency": currency, "tenor": tenor, "spread_bp": spread, "source": SOURCE}
        for curve, (currency, spreads) in SPREADS.items() for tenor, spread in spreads.items()])
    write("fx", "currency rate", [{"currency": currency, "rate": rate} for currency, rate in FX.items()])
    write("index_curves", "index curve", [{"index": index, "curve": curve} for index, curve in INDEX_CURVES.items()])
    write("fixings", "index date rate_percent", [
        {"index": index, "date": date, "rate_percent": rate}
        for index, rates in FIXINGS.items() for date, rate in rates.items()])
    return {
        "curves": [
            {"id": curve, "currency": currency, "kind": {"zero": "continuous"}, "source": SOURCE,
             "interpolation": "monotone_cubic_discount",
             "points": [{"tenor": tenor, "rate": moved(rate, -2)} for tenor, rate in rates.items()]}
            for curve, (currency, rates) in CURVES.items()],
        "spread_curves": [
            {"id": curve, "currency": currency, "source": SOURCE,
             "points": [{"tenor": tenor, "basis_points": float(spread)} for tenor, spread in spreads.items()]}
            for curve, (currency, spreads) in SPREADS.items()],
        "fx_rates": {currency: float(rate) for currency, rate in FX.items()},
        "index_curves": INDEX_CURVES,
        "fixings": {
            index: [{"date": date, "rate": moved(rate, -2)} for date, rate in rates.items()]
            for index, rates in FIXINGS.items()},
    }


def credit_table():
    columns = "curve currency recovery_percent coupon_bp tenor spread_bp upfront_percent hazard_rate_percent source"
    write("credit_curves", columns, [
        {"curve": curve, "currency": currency, "recovery_percent": recovery, "coupon_bp": coupon or "", "tenor": tenor,
         column: quote, "source": SOURCE}
        for curve, (currency, recovery, coupon, column, quotes) in CREDIT.items() for tenor, quote in quotes.items()])
    kinds = {"spread_bp": "par_spread", "upfront_percent": "upfront", "hazard_rate_percent": "hazard_rate"}
    curves = []
    for curve, (currency, recovery, coupon, column, quotes) in CREDIT.items():
        digits = -4 if column == "spread_bp" else -2
        curves.append({
            "id": curve, "currency": currency, "recovery": moved(recovery, -2), "kind": kinds[column], "source": SOURCE,
            "points": [{"tenor": tenor, "quote": moved(quote, digits)} for tenor, quote in quotes.items()]})
        if coupon:
            curves[-1]["coupon"] = moved(coupon, -4)
    return {"credit_curves": curves}


def inflation_tables():
    write("price_indices", "index month value", [
        {"index": index, "month": month, "value": value}
        for index, values in PRICE_INDICES.items() for month, value in values])
    write("breakevens", "index tenor rate_percent", [
        {"index": index, "tenor": tenor, "rate_percent": rate}
        for index, rates in BREAKEVENS.items() for tenor, rate in rates.items()])
    write("seasonality", "index month factor", [
        {"index": index, "month": month, "factor": factor}
        for index, factors in SEASONS.items() for month, factor in enumerate(factors, 1)])
    return {"inflation_indices": {
        index: {
            "published": [{"month": month, "value": float(value)} for month, value in values],
            "breakevens": [{"tenor": tenor, "rate": moved(rate, -2)} for tenor, rate in BREAKEVENS[index].items()],
            "seasonality": [float(factor) for factor in SEASONS[index]]}
        for index, values in PRICE_INDICES.items()}}


def swaption_tables():
    write("swaption_volatilities", "surface currency expiry tenor normal_bp lognormal_percent shift_percent source", [
        {"surface": surface, "currency": currency, "expiry": expiry, "tenor": tenor, column: quote,
         "shift_percent": shift or "", "source": SOURCE}
        for surface, (currency, column, shift, table) in SWAPTIONS.items()
        for expiry, quotes in table.items() for tenor, quote in quotes.items()])
    write("swaption_smiles", "surface expiry tenor strike_bp normal_bp lognormal_percent sabr_beta", [
        {"surface": surface, "expiry": expiry, "tenor": tenor, "strike_bp": strike, SWAPTIONS[surface][1]: offset,
         "sabr_beta": beta}
        for surface, (beta, nodes) in SMILES.items()
        for expiry, by_tenor in nodes.items() for tenor, offsets in by_tenor.items()
        for strike, offset in offsets.items()])
    surfaces = []
    for surface, (currency, column, shift, table) in SWAPTIONS.items():
        surfaces.append({
            "id": surface, "currency": currency, "type": kind(column, shift), "source": SOURCE, "expiries": list(table),
            "tenors": list(next(iter(table.values()))),
            "at_the_money": [[volatility(column, quote) for quote in row.values()] for row in table.values()]})
        if surface in SMILES:
            beta, nodes = SMILES[surface]
            first = next(iter(nodes.values()))
            surfaces[-1]["smile"] = {
                "expiries": list(nodes), "tenors": list(first), "sabr_beta": float(beta),
                "strike_basis_points": [float(strike) for strike in next(iter(first.values()))],
                "offsets": [
                    [[volatility(column, offset) for offset in offsets.values()] for offsets in by_tenor.values()]
                    for by_tenor in nodes.values()]}
    return surfaces


def cap_table():
    columns = "surface currency period maturity strike_percent normal_bp lognormal_percent shift_percent source"
    write("cap_volatilities", columns, [
        {"surface": surface, "currency": currency, "period": period, "maturity": maturity, "strike_percent": strike,
         column: quote, "shift_percent": shift or "", "source": SOURCE}
        for surface, (currency, period, column, shift, table) in CAPS.items()
        for maturity, quotes in table.items() for strike, quote in quotes.items()])
    return [
        {"id": surface, "currency": currency, "period": period, "type": kind(column, shift), "source": SOURCE,
         "maturities": list(table), "strikes": [moved(strike, -2) for strike in next(iter(table.values()))],
         "volatilities": [[volatility(column, quote) for quote in row.values()] for row in table.values()]}
        for surface, (currency, period, column, shift, table) in CAPS.items()]


def fx_volatility_table():
    rows = []
    for surface, (base, quote, points) in FX_VOLATILITIES.items():
        for tenor, convention, money, wings in points:
            same = {"surface": surface, "base_currency": base, "quote_currency": quote, "tenor": tenor, "source": SOURCE}
            rows.append(same | {"delta_convention": convention, "at_the_money_percent": money})
            rows += [
                same | {"wing_delta": delta, "risk_reversal_percent": reversal, "butterfly_percent": butterfly}
                for delta, reversal, butterfly in wings]
    write(
        "fx_volatilities",
        "surface base_currency quote_currency tenor delta_convention at_the_money_percent wing_delta risk_reversal_percent "
        "butterfly_percent source", rows)
    return [
        {"id": surface, "base_currency": base, "quote_currency": quote, "source": SOURCE, "points": [
            {"tenor": tenor, "delta": convention, "at_the_money": moved(money, -2), "wings": [
                {"delta": float(delta), "risk_reversal": moved(reversal, -2), "butterfly": moved(butterfly, -2)}
                for delta, reversal, butterfly in wings]}
            for tenor, convention, money, wings in points]}
        for surface, (base, quote, points) in FX_VOLATILITIES.items()]


def model_table():
    columns = "first_mean_reversion first_volatility_bp second_mean_reversion second_volatility_bp correlation".split()
    rows = []
    models = {}
    for currency, (reversion, volatility_bp, two) in MODELS.items():
        row = {"currency": currency, "mean_reversion": reversion, "volatility_bp": volatility_bp}
        models[currency] = {"mean_reversion": float(reversion), "volatility": moved(volatility_bp, -4)}
        if two:
            row |= dict(zip(columns, two))
            models[currency]["two_factor"] = {
                "first": {"mean_reversion": float(two[0]), "volatility": moved(two[1], -4)},
                "second": {"mean_reversion": float(two[2]), "volatility": moved(two[3], -4)},
                "correlation": float(two[4])}
        rows.append(row)
    write("short_rate_models", "currency mean_reversion volatility_bp " + " ".join(columns), rows)
    return {"short_rate_models": models}


def economy_table():
    months = ["2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03"]
    write("economy", "month series value", [
        {"month": month, "series": series, "value": value}
        for series, values in ECONOMY.items() for month, value in zip(months, values)])
    models = FOLDER / "market" / "collateral_models"
    models.mkdir(exist_ok=True)
    (models / "mortgage-rate.json").write_text(json.dumps(MORTGAGE_RATE, indent=2) + "\n", encoding="utf-8")
    prepayment = (FOLDER.parent / "collateral-models" / "prepayment-turnover-refinancing.json").read_text(encoding="utf-8")
    (models / "prepayment.json").write_text(prepayment, encoding="utf-8")

    def series(name, digits=0):
        return [{"month": month, "value": moved(value, digits)} for month, value in zip(months, ECONOMY[name])]

    return {"collateral": {
        "prepayment_models": [json.loads(prepayment)], "mortgage_rate_model": MORTGAGE_RATE, "mortgage_rates": series("mortgage_rate_percent", -2),
        "unemployment": series("unemployment_percent", -2), "national_house_prices": series("house_prices"),
        "house_prices": {"CA": series("house_prices.CA")}}}


def main():
    (FOLDER / "market").mkdir(parents=True, exist_ok=True)
    manifest = {
        "schema_version": 1, "valuation_date": DAY, "source": SOURCE + "; US Bureau of Labor Statistics",
        "built_at": f"{DAY}T21:00:00Z", "adjustments": [],
        "discount_curves": {"EUR": "EUR.ESTR", "USD": "USD.SOFR"}, "fx_base": "EUR"}
    document = manifest | curve_tables() | credit_table() | inflation_tables() | model_table() | economy_table()
    document["volatilities"] = {
        "swaptions": swaption_tables(), "caps": cap_table(), "fx": fx_volatility_table()}
    for name, value in [("market/market.json", manifest), ("market.json", document)]:
        (FOLDER / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    columns = dict.fromkeys(column for instrument in INSTRUMENTS for column in instrument)
    write("instruments", " ".join(columns), INSTRUMENTS, FOLDER)
    write("positions", "position_id portfolio instrument_id quantity", [
        {"position_id": f"P{number:02}", "portfolio": portfolio, "instrument_id": instrument, "quantity": quantity}
        for number, (portfolio, instrument, quantity) in enumerate(POSITIONS, 1)], FOLDER)


if __name__ == "__main__":
    main()
