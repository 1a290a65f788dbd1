import DatesAndConventions

extension MarketSnapshot {
  private enum Key: String, CodingKey {
    case volatilities
    case schemaVersion, valuationDate, source, builtAt, adjustments, curves, spreadCurves, discountCurves,
      fxRates
    case fxBase, shortRateModels, indexCurves, fixings, creditCurves, inflationIndices,
      collateral
  }

  /// Goes through the memberwise initialiser, so that a document with its curves in another order is the same snapshot.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      schemaVersion: try container.decode(Int.self, forKey: .schemaVersion),
      valuationDate: try container.decode(CivilDate.self, forKey: .valuationDate),
      source: try container.decode(String.self, forKey: .source),
      builtAt: try container.decode(String.self, forKey: .builtAt),
      adjustments: try container.decode([String].self, forKey: .adjustments),
      curves: try container.decode([CurveQuotes].self, forKey: .curves),
      spreadCurves: try container.decode([SpreadQuotes].self, forKey: .spreadCurves),
      discountCurves: try container.decode([String: String].self, forKey: .discountCurves),
      volatilities: try container.decodeIfPresent(VolatilityQuotes.self, forKey: .volatilities)
        ?? VolatilityQuotes(),
      fxRates: try container.decode([String: Double].self, forKey: .fxRates),
      fxBase: try container.decode(Currency.self, forKey: .fxBase),
      shortRateModels: try container.decodeIfPresent([String: ShortRateModel].self, forKey: .shortRateModels)
        ?? [:],
      indexCurves: try container.decodeIfPresent([String: String].self, forKey: .indexCurves) ?? [:],
      fixings: try container.decodeIfPresent([String: [IndexFixing]].self, forKey: .fixings) ?? [:],
      creditCurves: try container.decodeIfPresent([CreditQuotes].self, forKey: .creditCurves) ?? [],
      inflationIndices: try container.decodeIfPresent(
        [String: InflationQuotes].self, forKey: .inflationIndices) ?? [:],
      collateral: try container.decodeIfPresent(CollateralMarket.self, forKey: .collateral))
  }

  /// Without what came later where there is none of it, so that snapshots made before keep their hash.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(schemaVersion, forKey: .schemaVersion)
    try container.encode(valuationDate, forKey: .valuationDate)
    try container.encode(source, forKey: .source)
    try container.encode(builtAt, forKey: .builtAt)
    try container.encode(adjustments, forKey: .adjustments)
    try container.encode(curves, forKey: .curves)
    try container.encode(spreadCurves, forKey: .spreadCurves)
    if !volatilities.isEmpty { try container.encode(volatilities, forKey: .volatilities) }
    try container.encode(discountCurves, forKey: .discountCurves)
    try container.encode(fxRates, forKey: .fxRates)
    try container.encode(fxBase, forKey: .fxBase)
    if !shortRateModels.isEmpty { try container.encode(shortRateModels, forKey: .shortRateModels) }
    if !indexCurves.isEmpty { try container.encode(indexCurves, forKey: .indexCurves) }
    if !fixings.isEmpty { try container.encode(fixings, forKey: .fixings) }
    if !creditCurves.isEmpty { try container.encode(creditCurves, forKey: .creditCurves) }
    if !inflationIndices.isEmpty { try container.encode(inflationIndices, forKey: .inflationIndices) }
    try container.encodeIfPresent(collateral, forKey: .collateral)
  }
}
