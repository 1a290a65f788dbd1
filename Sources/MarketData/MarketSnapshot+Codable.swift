import DatesAndConventions

extension MarketSnapshot {
  private enum Key: String, CodingKey {
    case schemaVersion, valuationDate, source, builtAt, adjustments, curves, spreadCurves, discountCurves,
      fxRates
    case fxBase
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
      fxRates: try container.decode([String: Double].self, forKey: .fxRates),
      fxBase: try container.decode(Currency.self, forKey: .fxBase))
  }
}
