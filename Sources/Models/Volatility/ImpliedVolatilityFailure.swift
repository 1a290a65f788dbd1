/// Why no volatility belongs to a value.
public enum ImpliedVolatilityFailure: String, Error, Sendable, Hashable, CaseIterable {
  /// The model has no such option, whatever the volatility: see `ForwardOption.value`. Or the value is not finite.
  case undefined
  /// No time is left in which volatility could matter.
  case expired
  /// Less than intrinsic value: an arbitrage, or a value and a forward that do not belong together.
  case belowIntrinsic
  /// Intrinsic value to rounding: every volatility that is small enough gives it.
  case noTimeValue
  /// As much as the lognormal model can give at any volatility, or more: the forward plus shift for a call, the strike plus
  /// shift for a put.
  case aboveLimit
}
