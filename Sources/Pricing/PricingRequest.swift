public import DatesAndConventions

/// What a run asks of every position.
public struct PricingRequest: Sendable, Hashable, Codable {
  public let measures: [Measure]
  /// The currency into which totals are converted; FX delta leaves it out.
  public let reportingCurrency: Currency
  /// The pillars of `KEY_RATE_DV01`, ascending.
  public let keyRateTenors: [Tenor]

  public init(measures: [Measure], reportingCurrency: Currency, keyRateTenors: [Tenor] = standardKeyRates) {
    self.measures = measures
    self.reportingCurrency = reportingCurrency
    self.keyRateTenors = keyRateTenors
  }

  /// The name of one key rate: a point of one currency's discount curve, such as `USD:5Y`.
  public static func keyRateFactor(_ currency: Currency, _ tenor: Tenor) -> String { "\(currency):\(tenor)" }

  /// 3M, 1Y, 5Y, 10Y, 30Y: the key rates of SEC Form N-PORT, item B.3.a.
  public static let standardKeyRates = [
    Tenor(3, .months), Tenor(1, .years), Tenor(5, .years), Tenor(10, .years), Tenor(30, .years),
  ]
}
