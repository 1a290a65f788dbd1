#!/usr/bin/env python3
"""Writes Sources/NumericalMethods/SobolDirectionNumbers.swift: the numbers of Joe and Kuo (new-joe-kuo-6) as scipy carries them.

usage: pip install scipy==1.17.1; python3 Tools/sobol/directions.py
All polynomials of degree 13 and below, 1,111 dimensions. Of a polynomial the inner coefficients are kept, of the odd initial number
m_j < 2^j the j - 1 bits above the lowest; the bits of all in a row, six to a character.
"""
import pathlib

import numpy
import scipy.stats

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
DEGREES = 13
WIDTH = 100

HEAD = '''// Written by Tools/sobol/directions.py.
//
// The polynomials and numbers are those of S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional
// projections", SIAM Journal on Scientific Computing 30 (2008), file new-joe-kuo-6.21201. Copyright (c) 2008, Frances Y. Kuo
// and Stephen Joe; their licence is in NOTICE.

/// What the direction numbers of Sobol's sequence are made from.
enum SobolDirectionNumbers {
  /// How many polynomials there are of degree 1, 2 and so on.
  static let polynomialsOfDegree = %s

  /// For each polynomial in turn its inner coefficients, highest first, and of each initial number m_j the j − 1 bits above
  /// the lowest, which is 1. Six bits a character, as in base 64.
  static let packed = """
%s
    """
}
'''


def main():
    folder = pathlib.Path(scipy.stats.__file__).parent
    table = numpy.load(folder / "_sobol_direction_numbers.npz")
    bits = ""
    counts = [0] * DEGREES
    for polynomial, initial in zip(table["poly"][1:].tolist(), table["vinit"][1:].tolist()):
        degree = polynomial.bit_length() - 1
        if degree > DEGREES:
            break
        counts[degree - 1] += 1
        if degree > 1:
            bits += format((polynomial >> 1) & ((1 << degree - 1) - 1), f"0{degree - 1}b")
        for place in range(2, degree + 1):
            bits += format(initial[place - 1] >> 1, f"0{place - 1}b")
    bits += "0" * (-len(bits) % 6)
    text = "".join(ALPHABET[int(bits[at:at + 6], 2)] for at in range(0, len(bits), 6))
    lines = [text[at:at + WIDTH] for at in range(0, len(text), WIDTH)]
    path = pathlib.Path(__file__).parents[2] / "Sources/NumericalMethods/SobolDirectionNumbers.swift"
    path.write_text(HEAD % (counts, "\n".join("    " + line for line in lines)))
    print(f"{sum(counts) + 1} dimensions in {len(text)} characters to {path}")


if __name__ == "__main__":
    main()
