public import DatesAndConventions

/// What a run asks of every position.
public struct PricingRequest: Sendable, Hashable {
  public let measures: [Measure]
  /// Those of `measures` that are wanted on the base market alone; their results hold one value, that of `BASE`.
  public let baseOnlyMeasures: [Measure]
  /// The currency into which totals are converted; FX delta leaves it out.
  public let reportingCurrency: Currency
  /// The pillars of `KEY_RATE_DV01` and `KEY_RATE_DURATION`, ascending.
  public let keyRateTenors: [Tenor]
  /// Of the random numbers of everything that is simulated; at least 0. Another one gives other paths, and values that differ by
  /// about their standard errors.
  public let simulationSeed: UInt64

  public init(
    measures: [Measure], baseOnlyMeasures: [Measure] = [], reportingCurrency: Currency,
    keyRateTenors: [Tenor] = standardKeyRates, simulationSeed: UInt64 = 1
  ) {
    self.measures = measures
    self.baseOnlyMeasures = baseOnlyMeasures
    self.reportingCurrency = reportingCurrency
    self.keyRateTenors = keyRateTenors
    self.simulationSeed = simulationSeed
  }

  /// Whether results of a measure hold the value of `BASE` alone: where it is wanted so, or means nothing elsewhere.
  public func isBaseOnly(_ measure: Measure) -> Bool {
    measure.isDifference || baseOnlyMeasures.contains(measure)
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

  /// The name of the volatility of a currency's short-rate model, such as `EUR.HULL_WHITE`.
  public static func modelFactor(_ currency: Currency) -> String { "\(currency).HULL_WHITE" }

  /// 3M, 1Y, 5Y, 10Y, 30Y: the key rates of SEC Form N-PORT, item B.3.a.
  public static let standardKeyRates = [
    Tenor(3, .months), Tenor(1, .years), Tenor(5, .years), Tenor(10, .years), Tenor(30, .years),
  ]
}

extension Measure {
  /// One value for each scenario, or only the first where the measure is among those wanted on the base market alone.
  func valueCount(baseOnly: [Measure], scenarioCount: Int) -> Int {
    isDifference || baseOnly.contains(self) ? min(1, scenarioCount) : scenarioCount
  }
}

/// Without `base_only_measures` where there are none and without `simulation_seed` where it is 1, so that requests made before
/// there were such things keep their hash.
extension PricingRequest: Codable {
  private enum CodingKeys: CodingKey {
    case measures, baseOnlyMeasures, reportingCurrency, keyRateTenors, simulationSeed
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    measures = try container.decode([Measure].self, forKey: .measures)
    baseOnlyMeasures = try container.decodeIfPresent([Measure].self, forKey: .baseOnlyMeasures) ?? []
    reportingCurrency = try container.decode(Currency.self, forKey: .reportingCurrency)
    keyRateTenors = try container.decode([Tenor].self, forKey: .keyRateTenors)
    simulationSeed = try container.decodeIfPresent(UInt64.self, forKey: .simulationSeed) ?? 1
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(measures, forKey: .measures)
    if !baseOnlyMeasures.isEmpty { try container.encode(baseOnlyMeasures, forKey: .baseOnlyMeasures) }
    try container.encode(reportingCurrency, forKey: .reportingCurrency)
    try container.encode(keyRateTenors, forKey: .keyRateTenors)
    if simulationSeed != 1 { try container.encode(simulationSeed, forKey: .simulationSeed) }
  }
}
