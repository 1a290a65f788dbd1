/// An option and its price today, to which a short-rate model is calibrated.
public struct CalibrationQuote: Sendable, Hashable {
  public let option: BondOption
  /// Above 0.
  public let price: Double

  public init(_ option: BondOption, price: Double) {
    self.option = option
    self.price = price
  }
}

/// Why no model was found.
public enum CalibrationFailure: Error, Sendable, Hashable {
  /// So many numbers follow from at least as many prices.
  case tooFewQuotes(needed: Int)
  /// A price is not above 0; its place among the quotes.
  case priceNotPositive(Int)
  /// Model prices are not finite: something is wrong with the curve or an option.
  case pricesNotFinite
  /// No end was found within the limit of steps.
  case notConverged
}

extension [CalibrationQuote] {
  /// Throws what makes a calibration of so many numbers impossible.
  func check(numbers: Int) throws(CalibrationFailure) {
    guard count >= numbers else { throw .tooFewQuotes(needed: numbers) }
    if let place = firstIndex(where: { !($0.price > 0) }) { throw .priceNotPositive(place) }
  }

  /// Model price / quoted price − 1 of each.
  func errors(_ value: (BondOption) -> Double) -> [Double] { map { value($0.option) / $0.price - 1 } }
}

extension [Double] {
  /// The square root of the mean square.
  var rootMeanSquare: Double { (reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot() }
}
