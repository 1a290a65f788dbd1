/// How a measure is shown and read. Pages, services and commands take it from here.
public struct MeasureDisplay: Sendable, Hashable {
  /// A few words, such as `Effective duration`.
  public let label: String
  public let unit: MeasureUnit
  /// Places after the point to show, in the unit as it is shown.
  public let decimals: Int
  public let factor: MeasureFactor
  /// What a positive and a negative value say, for a position that is held.
  public let sign: String
}

/// In what a measure's values are. Raw values are the names in answers.
public enum MeasureUnit: String, Sendable, CaseIterable, Hashable, Codable {
  /// Of the currency that the row names.
  case amount = "AMOUNT"
  /// Per 100 of face or balance.
  case per100 = "PER_100"
  /// A decimal; shown times 100 with `%`.
  case rate = "RATE"
  case basisPoints = "BASIS_POINTS"
  case years = "YEARS"
  case yearsSquared = "YEARS_SQUARED"
  /// The measure has no number of its own.
  case none = "NONE"
}

/// What the rows of one measure and position are told apart by. Raw values are the names in answers.
public enum MeasureFactor: String, Sendable, CaseIterable, Hashable, Codable {
  /// There is one row.
  case none = "NONE"
  /// A point of a currency's discount curve, such as `USD:5Y`.
  case curvePoint = "CURVE_POINT"
  /// A quote that a curve is built from, such as `USD.SOFR:5Y`.
  case curveQuote = "CURVE_QUOTE"
  /// An expiry of a volatility surface, such as `EURUSD:1Y`.
  case surfaceExpiry = "SURFACE_EXPIRY"
  /// The currency that the amount is of.
  case currency = "CURRENCY"
}

extension Measure {
  public var display: MeasureDisplay {
    func says(
      _ label: String, _ unit: MeasureUnit, _ decimals: Int, _ sign: String, factor: MeasureFactor = .none
    ) -> MeasureDisplay {
      MeasureDisplay(label: label, unit: unit, decimals: decimals, factor: factor, sign: sign)
    }
    let gain = "change of value: negative where a rise costs money"
    switch self {
    case .presentValue: return says("Value", .amount, 0, "positive is owned, negative is owed")
    case .cleanPrice: return says("Clean price", .per100, 4, "positive")
    case .dirtyPrice: return says("Dirty price", .per100, 4, "positive")
    case .accrued: return says("Accrued", .per100, 4, "negative in the ex-coupon period")
    case .yield: return says("Yield", .rate, 3, "positive is earned by the holder")
    case .zSpread: return says("Z-spread", .basisPoints, 1, "positive is above the discount curve")
    case .optionAdjustedSpread:
      return says("OAS", .basisPoints, 1, "positive is above the discount curve")
    case .yieldToWorst: return says("Yield to worst", .rate, 3, "positive is earned by the holder")
    case .yieldToCall: return says("Yield to call", .rate, 3, "positive is earned by the holder")
    case .discountMargin:
      return says("Discount margin", .basisPoints, 1, "positive is above the index")
    case .gSpread: return says("G-spread", .basisPoints, 1, "positive is above the par yield")
    case .iSpread: return says("I-spread", .basisPoints, 1, "positive is above the swap rate")
    case .assetSwapSpread:
      return says("Asset swap spread", .basisPoints, 1, "positive is above the index")
    case .parRate: return says("Par rate", .rate, 4, "the rate at which the contract is worth 0")
    case .dv01: return says("DV01", .amount, 2, gain)
    case .cs01: return says("CS01", .amount, 2, gain)
    case .inflationDV01:
      return says("Inflation DV01", .amount, 2, "change of value: positive where higher inflation pays")
    case .modifiedDuration: return says("Modified duration", .years, 3, "positive where a rise costs money")
    case .macaulayDuration: return says("Macaulay duration", .years, 3, "positive")
    case .effectiveDuration: return says("Effective duration", .years, 3, "positive where a rise costs money")
    case .effectiveConvexity:
      return says("Effective convexity", .yearsSquared, 2, "positive where large moves help the holder")
    case .convexity: return says("Convexity", .yearsSquared, 2, "positive where large moves help the holder")
    case .spreadDuration: return says("Spread duration", .years, 3, "positive where a rise costs money")
    case .keyRateDV01: return says("Key-rate DV01", .amount, 2, gain, factor: .curvePoint)
    case .keyRateDuration:
      return says(
        "Key-rate duration", .years, 3, "positive where a rise costs money", factor: .curvePoint)
    case .fxDelta:
      return says("FX delta", .amount, 0, "positive gains when the currency rises", factor: .currency)
    case .vega:
      return says("Vega", .amount, 2, "positive gains when volatility rises", factor: .surfaceExpiry)
    case .weightedAverageLife: return says("Average life", .years, 3, "positive")
    case .jumpToDefault:
      return says("Jump to default", .amount, 0, "change of value: negative where a default costs money")
    case .expectedLoss: return says("Expected loss", .amount, 0, "positive is lost by the holder")
    case .defaultProbability: return says("Default probability", .rate, 2, "0 to 1, by maturity")
    case .hazardRate: return says("Hazard rate", .rate, 3, "0 or more, a year")
    case .parDV01: return says("Par DV01", .amount, 2, gain, factor: .curveQuote)
    case .theta: return says("Theta", .amount, 2, "positive is earned by a day's passing")
    case .carry: return says("Carry", .amount, 2, "positive is earned in 30 days")
    case .rollDown: return says("Roll-down", .amount, 2, "positive is earned in 30 days beyond the carry")
    case .simulationError: return says("Standard error", .amount, 2, "positive")
    case .cashFlows: return says("Cash flows", .none, 0, "received is positive")
    }
  }
}
