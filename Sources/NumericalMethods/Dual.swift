/// A number that carries its derivative by one input: a + b·ε with ε² = 0.
///
/// A formula over dual numbers gives its value and, exactly, its derivative. Comparisons look at the value alone, so
/// that a formula takes the branch it takes for plain numbers.
struct Dual: DualArithmetic {
  let value: Double
  let slope: Double

  init(_ value: Double) { self.init(value, slope: 0) }

  init(_ value: Double, slope: Double) {
    self.value = value
    self.slope = slope
  }

  static prefix func - (a: Dual) -> Dual { Dual(-a.value, slope: -a.slope) }
  static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, slope: a.slope + b.slope) }
  static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, slope: a.slope - b.slope) }
  static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }
  static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(quotient, slope: (a.slope - quotient * b.slope) / b.value)
  }
  static func < (a: Dual, b: Dual) -> Bool { a.value < b.value }
  static func == (a: Dual, b: Dual) -> Bool { a.value == b.value }
}

/// What an interpolation needs of its numbers: plain ones, or dual ones where its derivative is wanted.
protocol DualArithmetic: Comparable {
  init(_ value: Double)
  var value: Double { get }
  /// The derivative; 0 of a plain number.
  var slope: Double { get }
  static prefix func - (a: Self) -> Self
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
}

extension Double: DualArithmetic {
  var value: Double { self }
  var slope: Double { 0 }
}
