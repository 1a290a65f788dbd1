#!/usr/bin/env python3
"""Writes the golden files of random numbers: points of Sobol's sequence by scipy, and a Brownian bridge by QuantLib 1.44.

usage: pip install QuantLib==1.44 scipy==1.17.1; python3 Tools/goldens/simulation.py
Sobol's points are asked of QuantLib too, which carries the same direction numbers, and must be the same.
"""
import json
import pathlib
import random

import QuantLib as ql
import scipy
from scipy.stats import qmc

assert ql.__version__ == "1.44" and scipy.__version__ == "1.17.1", (ql.__version__, scipy.__version__)
TESTS = pathlib.Path(__file__).parents[2] / "Tests"
DIMENSIONS = [0, 1, 2, 3, 4, 7, 12, 36, 52, 100, 158, 279, 333, 480, 481, 700, 999, 1023, 1024, 1110]
POINTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 63, 64, 100, 1023, 1024, 65537, 1048583]


def sobol():
    peer = ql.SobolRsg(1111, 0, ql.SobolRsg.JoeKuoD6)
    at = 0
    found = []
    for point in POINTS:
        engine = qmc.Sobol(1111, scramble=False, bits=32)
        values = (engine.fast_forward(point) if point else engine).random(1)[0]
        # QuantLib leaves out point 0 and gives the others in turn.
        while 0 < point <= 1024 and at < point:
            theirs = peer.nextSequence().value()
            at += 1
        if 0 < point <= 1024:
            assert all(abs(a - b) < 2**-31 for a, b in zip(values, theirs)), point
        found.append([int(values[dimension] * 2**32) for dimension in DIMENSIONS])
    return {"dimensions": DIMENSIONS, "points": POINTS, "coordinates": found}


def bridge():
    generator = random.Random(7)
    cases = []
    for count in (1, 2, 3, 7, 12, 60):
        times = []
        for _ in range(count):
            times.append((times[-1] if times else 0) + generator.choice([0.08, 0.25, 1.0]))
        normals = [generator.gauss(0, 1) for _ in range(count)]
        cases.append({"times": times, "normals": normals, "steps": list(ql.BrownianBridge(times).transform(normals))})
    return cases


def write(path, value):
    path.write_text(json.dumps(value) + "\n")
    print(path)


if __name__ == "__main__":
    write(TESTS / "NumericalMethodsTests/Goldens/sobol.json", sobol())
    write(TESTS / "ModelsTests/Goldens/brownian-bridge.json", bridge())
