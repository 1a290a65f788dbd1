/// An exact sum that is the same to the bit in whatever order, and in however many parts, its terms are added.
///
/// Every term is rounded once, to a multiple of 2⁻⁴⁰ (about 9·10⁻¹³), and added as a 128-bit integer. Integer
/// addition is associative, so a total over a portfolio does not depend on how many workers priced it, on how the
/// portfolio was cut into buckets, nor on which part finished first. Doubles, compensated or not, cannot promise that.
///
/// The error of a sum of n terms is at most n·2⁻⁴¹, whatever their size: half a millionth of a cent per
/// ten thousand terms.
public struct FixedPointSum: Sendable, Hashable {
  /// The sum in units of 2⁻⁴⁰.
  private(set) var units: Int128

  public init() { units = 0 }

  init(units: Int128) { self.units = units }

  /// Whether `value` can be a term: finite, and smaller in magnitude than 2⁸⁰ (about 1.2·10²⁴).
  public static func isInRange(_ value: Double) -> Bool { abs(value) < 0x1p80 }

  /// Adds a term rounded to the nearest multiple of 2⁻⁴⁰, ties to even.
  ///
  /// Throws, and leaves the sum as it was, when the term is out of range or the sum would pass 2⁸⁷.
  public mutating func add(_ value: Double) throws(FixedPointSumError) {
    guard FixedPointSum.isInRange(value) else { throw .termOutOfRange(value) }
    let scaled = (value * 0x1p40).rounded(.toNearestOrEven)
    // Most terms fit 64 bits, where conversion is one instruction.
    try add(units: abs(scaled) < 0x1p63 ? Int128(Int64(scaled)) : Int128(scaled))
  }

  /// Adds all terms of another sum. Throws, and leaves the sum as it was, when the sum would pass 2⁸⁷.
  public mutating func merge(_ other: FixedPointSum) throws(FixedPointSumError) {
    try add(units: other.units)
  }

  /// Takes back all terms of another sum, exactly. Throws, and leaves the sum as it was, when it would pass 2⁸⁷.
  public mutating func subtract(_ other: FixedPointSum) throws(FixedPointSumError) {
    try add(units: 0 - other.units)
  }

  private mutating func add(units more: Int128) throws(FixedPointSumError) {
    let (sum, overflows) = units.addingReportingOverflow(more)
    guard !overflows else { throw .sumOutOfRange }
    units = sum
  }

  /// The sum, rounded to the nearest double.
  public var value: Double { Double(units) * 0x1p-40 }
}

/// Why a term or a part was not added.
public enum FixedPointSumError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not finite, or 2⁸⁰ or more in magnitude.
  case termOutOfRange(Double)
  /// The sum would leave 128 bits.
  case sumOutOfRange

  public var description: String {
    switch self {
    case .termOutOfRange(let value):
      "\(value) cannot be summed: it is not finite or 2^80 or more in magnitude"
    case .sumOutOfRange: "the sum passes 2^87 in magnitude"
    }
  }
}
