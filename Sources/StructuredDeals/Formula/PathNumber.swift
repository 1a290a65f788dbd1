/// A quantity of a deal on one path, `Double`, or on eight at once, `SIMD8<Double>`: what formulas and steps do with it, written once.
///
/// The names are those of the standard library's vectors.
package protocol PathNumber: Sendable {
  /// What holds on each path.
  associatedtype Truth: PathTruth

  static var zero: Self { get }
  init(repeating number: Double)
  /// The number on a path, from 0.
  subscript(path: Int) -> Double { get }

  static prefix func - (number: Self) -> Self
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static func += (left: inout Self, right: Self)
  static func -= (left: inout Self, right: Self)
  static func .== (left: Self, right: Self) -> Truth
  static func .!= (left: Self, right: Self) -> Truth
  static func .< (left: Self, right: Self) -> Truth
  static func .<= (left: Self, right: Self) -> Truth
  static func .> (left: Self, right: Self) -> Truth
  static func .>= (left: Self, right: Self) -> Truth

  /// Another number on the paths where `mask` holds.
  func replacing(with other: Self, where mask: Truth) -> Self
}

/// A condition on one path, `Bool`, or on eight at once.
package protocol PathTruth: Sendable {
  init(repeating holds: Bool)
  static prefix func .! (truth: Self) -> Self
  static func .& (left: Self, right: Self) -> Self
  static func .| (left: Self, right: Self) -> Self
  /// Whether it holds on a path, from 0.
  subscript(path: Int) -> Bool { get }
  var holdsSomewhere: Bool { get }
  var holdsEverywhere: Bool { get }
}

extension PathNumber {
  static var one: Self { Self(repeating: 1) }
  static var infinity: Self { Self(repeating: .infinity) }

  /// The lower of two; the first where the other is not a number.
  static func lower(_ a: Self, _ b: Self) -> Self { a.replacing(with: b, where: b .< a) }

  /// The higher of two; the first where the other is not a number.
  static func higher(_ a: Self, _ b: Self) -> Self { a.replacing(with: b, where: b .> a) }

  /// Without its sign.
  var absolute: Self { .higher(self, -self) }

  /// What is above zero of it; zero where it is not a number.
  var aboveZero: Self { .higher(.zero, self) }

  /// Zero on the paths where the condition does not hold.
  func taken(where mask: Truth) -> Self { Self.zero.replacing(with: self, where: mask) }

  var isNaN: Truth { self .!= self }
  /// At or above zero, and finite.
  var isAmount: Truth { (self .>= .zero) .& (self .< .infinity) }
  /// Neither infinite nor not a number.
  var isFinite: Truth { (self .< .infinity) .& (self .> -.infinity) }

  /// Nothing left of nothing is 0: factors and rates of what has ended.
  static func ratio(_ part: Self, _ whole: Self) -> Self {
    (part / whole).replacing(with: .zero, where: whole .== .zero)
  }
}

/// Whether many numbers are all at or above zero and finite, by two operations each.
struct AmountCheck<Number: PathNumber> {
  private var lowest = Number.zero
  private var sum = Number.zero

  mutating func add(_ number: Number) {
    lowest = .lower(lowest, number)
    sum += number
  }

  /// What is infinite or not a number leaves no finite sum.
  var areAmounts: Bool { ((lowest .>= .zero) .& sum.isFinite).holdsEverywhere }
}

extension Double: PathNumber {
  @inlinable package init(repeating number: Double) { self = number }
  @inlinable package subscript(path: Int) -> Double { self }

  @inlinable package static func .== (left: Double, right: Double) -> Bool { left == right }
  @inlinable package static func .!= (left: Double, right: Double) -> Bool { left != right }
  @inlinable package static func .< (left: Double, right: Double) -> Bool { left < right }
  @inlinable package static func .<= (left: Double, right: Double) -> Bool { left <= right }
  @inlinable package static func .> (left: Double, right: Double) -> Bool { left > right }
  @inlinable package static func .>= (left: Double, right: Double) -> Bool { left >= right }

  @inlinable package func replacing(with other: Double, where mask: Bool) -> Double { mask ? other : self }
}

extension Bool: PathTruth {
  @inlinable package init(repeating holds: Bool) { self = holds }
  @inlinable package static prefix func .! (truth: Bool) -> Bool { !truth }
  @inlinable package static func .& (left: Bool, right: Bool) -> Bool { left && right }
  @inlinable package static func .| (left: Bool, right: Bool) -> Bool { left || right }
  @inlinable package subscript(path: Int) -> Bool { self }
  @inlinable package var holdsSomewhere: Bool { self }
  @inlinable package var holdsEverywhere: Bool { self }
}

extension SIMD8: PathNumber where Scalar == Double {
  package typealias Truth = SIMDMask<SIMD8<Int64>>
}

extension SIMDMask: PathTruth where Storage == SIMD8<Int64> {
  package var holdsSomewhere: Bool { count > 0 }
  package var holdsEverywhere: Bool { count == 8 }

  /// On how many paths it holds, by halves: the standard library's `any` and `all` look at one path after the other.
  private var count: Int64 {
    let eight = SIMD8<Int64>.zero.replacing(with: 1, where: self)
    let four = eight.lowHalf &+ eight.highHalf
    let two = four.lowHalf &+ four.highHalf
    return two.x &+ two.y
  }
}
