/// The exact sum of a column as SQL: the same to the bit in whatever order, and with however many helpers, the server's plan reads it.
///
/// A number is added as its whole part, toward zero, and as what is left of it in units of 2^-40, to the nearest, ties to even. Both are
/// integers, so that their order does not matter, as it does to a sum of doubles. `FixedPointSum` is the same sum in this program.
struct ExactSum {
  /// The sum of whole parts, a whole number.
  let wholes: String
  /// The sum of what is left, in units of 2^-40, a whole number.
  let remainders: String

  /// `expression` is a double below 9e18 in magnitude, which fits 64 bits; the server refuses a larger one. Null is left out.
  init(of expression: String) {
    wholes = "sum(trunc(\(expression))::int8)"
    // 2^40.
    remainders = "sum(((\(expression) - trunc(\(expression))) * 1099511627776)::int8)"
  }

  /// The sum as a double; null where nothing is added.
  var value: String { "(\(wholes)::float8 + \(remainders)::float8 / 1099511627776)" }
}
