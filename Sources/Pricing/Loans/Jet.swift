import Glibc

/// A number in eight columns of a market side by side, with its first and second derivative along one move of the curves.
///
/// Arithmetic carries the derivatives along, so that a recursion gives those of its result exactly.
struct Jet {
  typealias Lanes = SIMD8<Double>

  static let width = 8

  var value: Lanes
  var slope: Lanes
  var bend: Lanes

  init(value: Lanes, slope: Lanes, bend: Lanes) {
    self.value = value
    self.slope = slope
    self.bend = bend
  }

  /// The same in all columns and under every move.
  init(_ constant: Double) {
    self.init(value: Lanes(repeating: constant), slope: .zero, bend: .zero)
  }

  static func + (a: Jet, b: Jet) -> Jet {
    Jet(value: a.value + b.value, slope: a.slope + b.slope, bend: a.bend + b.bend)
  }

  static func - (a: Jet, b: Jet) -> Jet {
    Jet(value: a.value - b.value, slope: a.slope - b.slope, bend: a.bend - b.bend)
  }

  static func * (a: Jet, b: Jet) -> Jet {
    Jet(
      value: a.value * b.value, slope: a.slope * b.value + a.value * b.slope,
      bend: a.bend * b.value + 2 * (a.slope * b.slope) + a.value * b.bend)
  }

  static func / (a: Jet, b: Jet) -> Jet {
    let value = a.value / b.value
    let slope = (a.slope - value * b.slope) / b.value
    return Jet(value: value, slope: slope, bend: (a.bend - 2 * (slope * b.slope) - value * b.bend) / b.value)
  }

  static func + (a: Jet, b: Double) -> Jet { Jet(value: a.value + b, slope: a.slope, bend: a.bend) }
  static func - (a: Jet, b: Double) -> Jet { a + -b }

  static func * (a: Jet, b: Double) -> Jet {
    Jet(value: a.value * b, slope: a.slope * b, bend: a.bend * b)
  }

  static func += (a: inout Jet, b: Jet) { a = a + b }

  /// That of `other` in the columns of `mask`.
  func replacing(with other: Jet, where mask: SIMDMask<SIMD8<Int64>>) -> Jet {
    Jet(
      value: value.replacing(with: other.value, where: mask),
      slope: slope.replacing(with: other.slope, where: mask),
      bend: bend.replacing(with: other.bend, where: mask))
  }

  func atMost(_ most: Jet) -> Jet { replacing(with: most, where: value .> most.value) }
  func atLeast(_ least: Jet) -> Jet { replacing(with: least, where: value .< least.value) }
}

extension Jet {
  /// The equal payment that repays a balance of 1 in `count` payments at this rate a period: i / (1 − (1 + i)^−n).
  func levelPayment(count: Int) -> Jet {
    let n = Double(count)
    var result = Jet(0)
    for lane in 0..<Self.width {
      let i = value[lane]
      let (level, first, second): (Double, Double, Double)
      if abs(i * n) < 1e-4 {
        level = i == 0 ? 1 / n : -i / expm1(-n * log1p(i))
        second = (n * n - 1) / (6 * n)
        first = (n + 1) / (2 * n) + second * i
      } else {
        // With E = 1 − (1 + i)^−n.
        let repaid = -expm1(-n * log1p(i))
        let slope = n * (1 - repaid) / (1 + i)
        let bend = -(n + 1) * slope / (1 + i)
        level = i / repaid
        first = (1 - level * slope) / repaid
        second = -(level * bend + 2 * first * slope) / repaid
      }
      result.value[lane] = level
      result.slope[lane] = first * slope[lane]
      result.bend[lane] = second * slope[lane] * slope[lane] + first * bend[lane]
    }
    return result
  }
}
