/// A running sum of doubles that also carries what rounding dropped.
///
/// The error of the result is about one rounding of the sum plus count·ε² of the sum of magnitudes, instead of
/// count·ε. The result still depends on the order of addition; `FixedPointSum` does not.
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
public struct CompensatedSum: Sendable, Hashable {
  private var sum = 0.0
  private var dropped = 0.0

  public init() {}

  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  @inline(__always)
  public mutating func add(_ value: Double) {
    let next = sum + value
    dropped += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// The sum so far. Not finite once an addend was not, or once the sum left the range of doubles.
  public var value: Double { sum + dropped }
}
