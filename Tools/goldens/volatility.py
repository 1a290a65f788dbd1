#!/usr/bin/env python3
"""Writes Tests/ModelsTests/Goldens: options on forwards and on exchange rates, and SABR volatilities, by QuantLib 1.44.

usage: pip install QuantLib==1.44; python3 Tools/goldens/volatility.py
"""
import json
import math
import pathlib
import random

import QuantLib as ql

assert ql.__version__ == "1.44", ql.__version__
FOLDER = pathlib.Path(__file__).parents[2] / "Tests/ModelsTests/Goldens"


def write(name, cases):
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    print(f"{len(cases)} cases to {FOLDER / name}")


def right(generator):
    name = generator.choice(["call", "put"])
    return name, ql.Option.Call if name == "call" else ql.Option.Put


def forward_option(generator):
    """An option on a forward: value and derivatives, not discounted."""
    name, kind = right(generator)
    years = generator.choice([1 / 365, 0.25, 1.0, 5.0, 30.0])
    case = {"right": name, "years": years}
    if generator.random() < 0.5:
        forward = generator.choice([-0.005, 0.0, 0.01, 0.035, 0.12])
        volatility = generator.choice([0.0005, 0.004, 0.0085, 0.02])
        deviation = volatility * math.sqrt(years)
        strike = forward + generator.choice([-4, -1.5, -0.5, 0, 0.5, 1, 3, 5]) * deviation
        calculator = ql.BachelierCalculator(ql.PlainVanillaPayoff(kind, strike), forward, deviation, 1.0)
        gamma, theta = calculator.gammaForward(), -0.5 * volatility ** 2 * calculator.gammaForward()
    else:
        shift = generator.choice([0.0, 0.0, 0.01, 0.03])
        forward = generator.choice([0.002, 0.01, 0.035, 0.12]) - (0.5 * shift if shift > 0.01 else 0)
        forward = max(forward, 0.001 - shift / 2)
        volatility = generator.choice([0.05, 0.2, 0.5, 1.2])
        deviation = volatility * math.sqrt(years)
        strike = (forward + shift) * math.exp(generator.choice([-4, -1.5, -0.5, 0, 0.5, 1, 3, 5]) * deviation) - shift
        case["shift"] = shift
        calculator = ql.BlackCalculator(ql.PlainVanillaPayoff(kind, strike + shift), forward + shift, deviation, 1.0)
        gamma, theta = calculator.gammaForward(), calculator.theta(forward + shift, years)
    return {**case, "forward": forward, "strike": strike, "volatility": volatility, "value": calculator.value(),
            "delta": calculator.deltaForward(), "gamma": gamma, "vega": calculator.vega(years), "theta": theta}


DELTAS = {"spot": ql.DeltaVolQuote.Spot, "forward": ql.DeltaVolQuote.Fwd,
          "premium_adjusted_spot": ql.DeltaVolQuote.PaSpot, "premium_adjusted_forward": ql.DeltaVolQuote.PaFwd}


def exchange_option(generator):
    """An option on an exchange rate: value, delta by strike, strike by delta, and the delta neutral strike."""
    name, kind = right(generator)
    convention = generator.choice(list(DELTAS))
    spot = generator.choice([0.8792, 1.0875, 144.83])
    years = generator.choice([7 / 365, 0.25, 1.0, 5.0])
    quote = math.exp(-years * generator.choice([-0.003, 0.01, 0.05]))
    base = math.exp(-years * generator.choice([-0.005, 0.02, 0.04]))
    volatility = generator.choice([0.06, 0.11, 0.25])
    deviation = volatility * math.sqrt(years)
    strike = spot * base / quote * math.exp(deviation * generator.uniform(-2, 2))
    calculator = ql.BlackDeltaCalculator(kind, DELTAS[convention], spot, quote, base, deviation)
    wanted = generator.choice([0.05, 0.1, 0.25, 0.35]) * (1 if name == "call" else -1)
    return {"right": name, "convention": convention, "spot": spot, "quote_discount": quote, "base_discount": base,
            "years": years, "volatility": volatility, "strike": strike,
            "value": ql.blackFormula(kind, strike, spot * base / quote, deviation, quote),
            "delta": calculator.deltaFromStrike(strike), "wanted_delta": wanted,
            "wanted_strike": calculator.strikeFromDelta(wanted),
            "neutral_strike": calculator.atmStrike(ql.DeltaVolQuote.AtmDeltaNeutral)}


STRIKES = [-0.02, -0.015, -0.01, -0.005, -0.0025, 0.0, 0.0025, 0.005, 0.01, 0.02, 0.04]


def sabr(generator):
    """A smile of the SABR model's lognormal or normal expansion at strikes around the forward."""
    expansion = generator.choice(["lognormal", "normal"])
    kind = ql.ShiftedLognormal if expansion == "lognormal" else ql.Normal
    shift = generator.choice([0.0, 0.01, 0.03])
    forward = generator.choice([0.022, 0.035, 0.06]) - shift / 2
    years = generator.choice([1 / 12, 1.0, 5.0, 10.0])
    beta = generator.choice([0.0, 0.3, 0.5, 0.9, 1.0]) if expansion == "lognormal" else generator.choice([0.25, 0.5, 1.0])
    rho = generator.choice([-0.6, -0.3, 0.0, 0.2])
    nu = generator.choice([0.1, 0.25, 0.4]) * (3 if years < 1 else 1)
    alpha = generator.choice([0.004, 0.008, 0.012]) * (forward + shift) ** -beta
    strikes = [forward + offset for offset in STRIKES if forward + offset + shift > 0.0005]
    return {"expansion": expansion, "shift": shift, "forward": forward, "years": years, "beta": beta, "rho": rho,
            "nu": nu, "alpha": alpha, "strikes": strikes,
            "volatilities": [ql.shiftedSabrVolatility(k, forward, years, alpha, beta, nu, rho, shift, kind)
                             for k in strikes]}


def strip(generator):
    """Caps, flat volatilities, and the volatility that makes each cap's difference from the shorter one, found here by bisection."""
    normal = generator.random() < 0.5
    strikes = [0.01, 0.025, 0.04]
    count = generator.choice([8, 12, 20])
    caplets = []
    for index in range(count):
        years = 0.25 * (index + 1)
        caplets.append({"years": years, "forward": 0.02 + 0.015 * (1 - math.exp(-years / 2)) + generator.uniform(-1e-3, 1e-3),
                        "weight": 0.25 * math.exp(-0.03 * (years + 0.25))})
    # Every cap one caplet longer, or caps of whole years.
    caps = list(range(1, count + 1)) if generator.random() < 0.5 else list(range(4, count + 1, 4))

    def value(first, last, strike, volatility):
        formula = ql.bachelierBlackFormula if normal else ql.blackFormula
        return sum(c["weight"] * formula(ql.Option.Call, strike, c["forward"], volatility * math.sqrt(c["years"]))
                   for c in caplets[first:last])

    quotes, stripped = [], []
    for position, end in enumerate(caps):
        for column, strike in enumerate(strikes):
            smile = 1 + 0.09 * ((strike - 0.025) / 0.015) ** 2
            term = 0.7 + 0.3 * math.exp(-end / 16) + generator.uniform(-0.005, 0.005) / end
            quotes.append((0.008 if normal else 0.3) * smile * term)
            begin = caps[position - 1] if position else 0
            shorter = value(0, begin, strike, quotes[-1 - len(strikes)]) if position else 0.0
            target = value(0, end, strike, quotes[-1]) - shorter
            low, high = 0.0, 5.0
            for _ in range(200):
                middle = 0.5 * (low + high)
                low, high = (middle, high) if value(begin, end, strike, middle) < target else (low, middle)
            stripped.append(0.5 * (low + high))
    prices = [value(0, end, strike, quotes[row * len(strikes) + column])
              for row, end in enumerate(caps) for column, strike in enumerate(strikes)]
    return {"normal": normal, "caplets": caplets, "caps": caps, "strikes": strikes, "quotes": quotes,
            "stripped": stripped, "prices": prices}


if __name__ == "__main__":
    generator = random.Random(20230331)
    write("forward_options.json", [forward_option(generator) for _ in range(400)])
    write("exchange_options.json", [exchange_option(generator) for _ in range(200)])
    write("sabr.json", [sabr(generator) for _ in range(120)])
    write("caps.json", [strip(generator) for _ in range(20)])
