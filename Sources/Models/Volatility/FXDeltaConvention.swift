/// What a delta of an option on an exchange rate is counted in.
public enum FXDeltaConvention: String, Sendable, Hashable, CaseIterable {
  /// Units of base currency to trade today for one unit of notional.
  case spot
  /// The same in forward contracts.
  case forward
  /// Spot, less the premium, which is paid in base currency.
  case premiumAdjustedSpot = "premium_adjusted_spot"
  /// Forward, less the premium, which is paid in base currency.
  case premiumAdjustedForward = "premium_adjusted_forward"

  /// Whether the premium is paid in base currency and counts as a part of the hedge.
  public var isPremiumAdjusted: Bool {
    switch self {
    case .spot, .forward: false
    case .premiumAdjustedSpot, .premiumAdjustedForward: true
    }
  }

  /// Whether the hedge is a trade for the spot date.
  public var isSpot: Bool {
    switch self {
    case .spot, .premiumAdjustedSpot: true
    case .forward, .premiumAdjustedForward: false
    }
  }
}
