public import Models

/// What a simulated asset is worth and how that moves, with standard errors of the simulation.
///
/// Every sensitivity holds the option-adjusted spread and the random numbers, and simulates cash anew. All are relative to the value;
/// durations are falls for a rise.
public struct MortgageRisk: Hashable, Sendable {
  public let value: Estimate
  /// Option-adjusted spread over the curve, a decimal a year, continuously compounded.
  public let spread: Double
  /// Standard error of the spread where the value is given.
  public let spreadError: Double
  /// Fall for a rise of the spread, cash as it is; years.
  public let spreadDuration: Double
  /// Fall for a rise of all zero rates; years.
  public let effectiveDuration: Estimate
  /// Second derivative by all zero rates; years squared.
  public let effectiveConvexity: Estimate
  /// Fall for a rise of a key rate, in the order asked; they add up to the effective duration where key rates add up to a parallel
  /// move.
  public let keyRateDurations: [Estimate]
  /// Fall for a rise of the model's volatilities by all of themselves; `nil` where it was not asked for.
  public let volatilityDuration: Estimate?
  /// Fall for prepayments (SMM) twice as fast; `nil` where it was not asked for.
  public let prepaymentDuration: Estimate?
  /// The spread by which cash is worth the same if rates come as the curve expects them; `nil` where there is none.
  public let zeroVolatilitySpread: Double?
  /// Yield of that cash, continuously compounded, less the curve's zero rate at its average life; `nil` where there is none.
  public let nominalSpread: Double?

  /// What the borrowers' options cost: zero-volatility spread less option-adjusted spread.
  public var optionCost: Double? { zeroVolatilitySpread.map { $0 - spread } }

  /// What the slope of the curve does: nominal spread less zero-volatility spread. Nominal spread = this + option cost + spread.
  public var curvePart: Double? {
    guard let zeroVolatilitySpread, let nominalSpread else { return nil }
    return nominalSpread - zeroVolatilitySpread
  }
}
