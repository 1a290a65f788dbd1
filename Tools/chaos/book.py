"""A book of any size on bonds, loans and forwards of varied terms, and some that cannot be valued; the same at every
call."""

COLUMNS = [
    "instrument_id", "product_type", "currency", "spread_curve", "description", "dated_date", "maturity", "coupon",
    "convention", "balance", "balance_date", "first_payment_date", "rate", "amortisation", "prepayment_rate",
    "buy_currency", "buy_amount", "sell_currency", "sell_amount", "settlement_date",
]  # fmt: skip
MARKETS = [
    ("USD", "US_STREET"), ("EUR", "GERMAN_BUND"), ("GBP", "UK_GILT"), ("JPY", "JGB"), ("USD", "US_CORPORATE"),
]  # fmt: skip
PORTFOLIOS = ["ALPHA/CREDIT/US", "ALPHA/CREDIT", "ALPHA/RATES/GOVERNMENT", "BETA", "BETA/LOANS"]


def write(count, folder):
    """Writes `instruments.csv` and `positions.csv` with `count` rows each."""
    with open(folder + "/instruments.csv", "w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        for number in range(count):
            terms = _terms(number)
            file.write(",".join(str(terms.get(column, "")) for column in COLUMNS) + "\n")
    with open(folder + "/positions.csv", "w", encoding="utf-8") as file:
        file.write("position_id,portfolio,instrument_id,quantity,clean_price,spread_bp\n")
        for number in range(count):
            is_bond, is_marked = number % 5 < 3, number % 5 < 3 and number % 2 == 0
            quantity = (number % 19 + 1) * 12_345 if is_bond else 1 + number % 3
            price = f"{80 + number % 37}.375" if is_marked else ""
            spread = "" if is_marked else number % 220
            portfolio = PORTFOLIOS[number % 7 % 5]
            file.write(f"P{number:07},{portfolio},I{number:07},{quantity},{price},{spread}\n")


def _terms(number):
    row = {"instrument_id": f"I{number:07}", "currency": "USD"}
    month = f"{1 + number % 12:02}"
    if number % 97 == 13:
        return row | {"product_type": "ABS_MBS", "description": "mortgage pool"}
    if number % 5 < 3:
        currency, convention = MARKETS[number % 7 % 5]
        return row | {
            "product_type": "FIXED_BOND",
            # There is no curve for one in 89.
            "currency": "AUD" if number % 89 == 5 else currency,
            "spread_curve": "USD.CORPORATE" if currency == "USD" and number % 89 != 5 else "",
            "dated_date": f"2019-{month}-15",
            "maturity": f"{2024 + number % 27}-{month}-15",
            "coupon": f"0.{number % 13 * 75:05}",
            "convention": convention,
        }
    if number % 5 == 3:
        return row | {
            "product_type": "AMORT_LOAN",
            "balance": f"{100_000 + number * 37}.25",
            "balance_date": "2023-03-15",
            "first_payment_date": "2023-04-15",
            "maturity": f"{2024 + number % 12}-{month}-15",
            "rate": f"0.0{30 + number % 50}",
            "amortisation": ["level_pay", "linear", "bullet"][number % 3],
            "prepayment_rate": "0.06" if number % 4 == 0 else "0",
        }
    return row | {
        "product_type": "FX_FWD",
        "buy_currency": ["EUR", "GBP", "JPY", "CHF"][number % 4],
        "buy_amount": f"{10_000 + number}.5",
        "sell_currency": "USD",
        "sell_amount": 11_000 + number,
        "settlement_date": f"2023-{month}-27",
    }
