/// How a measure adds up over positions.
public enum MeasureAggregation: Sendable, Hashable {
  /// Amounts: summed per currency, then converted once.
  case sum
  /// Averages weighted by the present value of the positions that have both; withheld where that is not positive.
  case weightedByPresentValue
  /// Means nothing above one position.
  case none
}

extension Measure {
  public var aggregation: MeasureAggregation {
    switch self {
    case .presentValue, .dv01, .cs01, .inflationDV01, .keyRateDV01, .fxDelta, .vega, .jumpToDefault,
      .expectedLoss, .parDV01, .theta, .carry, .rollDown:
      return .sum
    case .modifiedDuration, .macaulayDuration, .effectiveDuration, .keyRateDuration,
      .spreadDuration, .convexity, .yield,
      .weightedAverageLife, .zSpread, .gSpread, .optionAdjustedSpread, .yieldToWorst, .effectiveConvexity,
      .discountMargin, .yieldToCall, .iSpread, .assetSwapSpread:
      return .weightedByPresentValue
    case .cleanPrice, .dirtyPrice, .accrued, .parRate, .defaultProbability, .hazardRate, .simulationError,
      .cashFlows:
      return .none
    }
  }
}
