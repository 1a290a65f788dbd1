public import DatesAndConventions

/// What a run asks of every position.
public struct PricingRequest: Sendable, Hashable {
  public let measures: [Measure]
  /// Those of `measures` that are wanted on the base market alone; their results hold one value, that of `BASE`.
  public let baseOnlyMeasures: [Measure]
  /// The currency into which totals are converted; FX delta leaves it out.
  public let reportingCurrency: Currency
  /// The pillars of `KEY_RATE_DV01`, ascending.
  public let keyRateTenors: [Tenor]

  public init(
    measures: [Measure], baseOnlyMeasures: [Measure] = [], reportingCurrency: Currency,
    keyRateTenors: [Tenor] = standardKeyRates
  ) {
    self.measures = measures
    self.baseOnlyMeasures = baseOnlyMeasures
    self.reportingCurrency = reportingCurrency
    self.keyRateTenors = keyRateTenors
  }

  /// How many values a result of `measure` holds in a run of `scenarioCount` scenarios: one each, or only that of the
  /// first, which is the base.
  public func valueCount(of measure: Measure, scenarioCount: Int) -> Int {
    measure.valueCount(baseOnly: baseOnlyMeasures, scenarioCount: scenarioCount)
  }

  /// The name of one key rate: a point of one currency's discount curve, such as `USD:5Y`.
  public static func keyRateFactor(_ currency: Currency, _ tenor: Tenor) -> String { "\(currency):\(tenor)" }

  /// The name of one quoted expiry of a volatility surface, such as `EURUSD:1Y`.
  public static func surfaceFactor(_ surface: String, _ expiry: Tenor) -> String { "\(surface):\(expiry)" }

  /// 3M, 1Y, 5Y, 10Y, 30Y: the key rates of SEC Form N-PORT, item B.3.a.
  public static let standardKeyRates = [
    Tenor(3, .months), Tenor(1, .years), Tenor(5, .years), Tenor(10, .years), Tenor(30, .years),
  ]
}

extension Measure {
  /// One value for each scenario, or only the first where the measure is among those wanted on the base market alone.
  func valueCount(baseOnly: [Measure], scenarioCount: Int) -> Int {
    baseOnly.contains(self) ? min(1, scenarioCount) : scenarioCount
  }
}

/// Without `base_only_measures` where there are none, so that requests made before there was such a thing keep their
/// hash.
extension PricingRequest: Codable {
  private enum CodingKeys: CodingKey { case measures, baseOnlyMeasures, reportingCurrency, keyRateTenors }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    measures = try container.decode([Measure].self, forKey: .measures)
    baseOnlyMeasures = try container.decodeIfPresent([Measure].self, forKey: .baseOnlyMeasures) ?? []
    reportingCurrency = try container.decode(Currency.self, forKey: .reportingCurrency)
    keyRateTenors = try container.decode([Tenor].self, forKey: .keyRateTenors)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(measures, forKey: .measures)
    if !baseOnlyMeasures.isEmpty { try container.encode(baseOnlyMeasures, forKey: .baseOnlyMeasures) }
    try container.encode(reportingCurrency, forKey: .reportingCurrency)
    try container.encode(keyRateTenors, forKey: .keyRateTenors)
  }
}
