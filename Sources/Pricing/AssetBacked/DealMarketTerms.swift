public import Collateral

/// What one market gives a deal.
public struct DealMarketTerms: Sendable {
  /// By series, month by month from the cut-off: forward rates at the beginning of each of the deal's months, decimals. Months that are
  /// over have the first to come; the last rate goes on.
  public let rates: [String: [Double]]
  /// The market's, and those that were given besides; empty where no assumption names one.
  public let models: CollateralModels
  /// Mortgage rates are by the deal's months, those to come on forward rates; `nil` where no assumption names a model.
  public let economy: CollateralEconomy?
  /// What the scenario multiplies speeds and losses by.
  public let multipliers: SpeedMultipliers
}
