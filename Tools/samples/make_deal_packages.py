#!/usr/bin/env python3
"""Writes Samples/deals/packages: the deals of Samples/deals with loans and assumptions, each complete in one file.

They are as of the day of the sample markets. Each pool is one line that stands for its loans, with the terms and
speeds of `make_deal_collateral.py`, so that a package
runs as its deal does on the flows in Samples/deals/collateral.

usage: Tools/samples/make_deal_packages.py
"""

import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Samples" / "deals"


def loan(balance, rate, fee, months, age=0, **terms):
    return {
        "loan_id": "line-1",
        "balance": balance,
        "note_rate_percent": rate,
        "servicing_fee_percent": fee,
        "age_months": age,
        "remaining_months": months,
        **terms,
    }


PACKAGES = {
    "agency-cmo": {
        "first_payment": "2023-04-25",
        "collateral": {"pool": [loan(400e6, 8.125, 0.625, 357, age=3)]},
        "assumptions": {"*": {"prepayment": "165 PSA"}},
        "series": {"SOFR": {"index": "USD-SOFR", "tenor": "1M", "assumed_percent": [5]}},
        "delay_days": 24,
        "bonds": {name: {"tier": "AGENCY", "min_denomination": 1000} for name in ("PA", "IO", "F", "I", "Z")},
    },
    "senior-sub-rmbs": {
        "first_payment": "2023-04-25",
        "collateral": {"pool": [loan(300e6, 6.5, 0.25, 360)]},
        "assumptions": {"*": {"prepayment": "200 PSA", "default": "1.2 CDR", "severity": 0.35}},
        "delay_days": 24,
        "bonds": {"A1": {"tier": "AAA"}, "A2": {"tier": "AAA"}, "M": {"tier": "AA"}, "B1": {"tier": "A"}, "B2": {"tier": "BBB"}},
    },
    "auto-abs": {
        "first_payment": "2023-04-15",
        "collateral": {"pool": [loan(500e6, 8.5, 1, 60)]},
        "assumptions": {"pool": {"prepayment": "1.4 SMM", "default": "1.5 CDR", "severity": 0.55}},
        "bonds": {"A1": {"tier": "AAA"}, "A2": {"tier": "AAA"}, "A3": {"tier": "AAA"}, "B": {"tier": "AA"}, "C": {"tier": "A"}},
    },
    "cmbs": {
        "first_payment": "2023-04-15",
        "collateral": {
            "pool": [
                loan(
                    800e6,
                    4.75,
                    0.05,
                    120,
                    interest_only_months=24,
                    amortisation_months=360,
                    lockout_months=24,
                    prepayment_penalty="23:5;47:4;71:3;95:2;119:1",
                )
            ]
        },
        "assumptions": {
            "*": {
                "prepayment": "0.1 SMM",
                "default": "1.2 CDR",
                "severity": 0.4,
                "liquidation_lag": 12,
                "defaults_end_before_maturity": False,
            }
        },
        "bonds": {"A1": {"tier": "AAA"}, "ASB": {"tier": "AAA"}, "A4": {"tier": "AAA"}, "AM": {"tier": "AAA"}, "B": {"tier": "AA"}, "C": {"tier": "A"}},
    },
    "clo": {
        "first_payment": "2023-06-20",
        "collateral": {"loans": [loan(500e6, 8.5, 0, 96, interest_only_months=96)]},
        "assumptions": {
            "*": {
                "prepayment": "5 CPR",
                "default": "2x6, 12x24, 2 CDR",
                "severity": 0.6,
                "liquidation_lag": 12,
                "defaults_end_before_maturity": False,
            }
        },
        "series": {"SOFR": {"index": "USD-SOFR", "tenor": "3M", "assumed_percent": [4]}},
        "bonds": {"A": {"tier": "AAA"}, "B": {"tier": "AA"}, "C": {"tier": "A"}, "D": {"tier": "BBB"}},
    },
}


def main():
    folder = FOLDER / "packages"
    folder.mkdir(exist_ok=True)
    for name, parts in PACKAGES.items():
        deal = json.loads((FOLDER / f"{name}.json").read_text())
        deal.pop("schema_version")
        deal["first_payment"] = parts.pop("first_payment")
        balances = {group: sum(line["balance"] for line in loans) for group, loans in parts["collateral"].items()}
        package = {
            "schema_version": 1,
            "deal_id": name,
            "as_of": "2023-03-31",
            "currency": "USD",
            "group_balances": balances,
            **parts,
            "deal": deal,
        }
        (folder / f"{name}.json").write_text(json.dumps(package, indent=1) + "\n")


if __name__ == "__main__":
    main()
