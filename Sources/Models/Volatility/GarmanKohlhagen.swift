import Glibc
import NumericalMethods

/// Options on an exchange rate, quoted as units of quote currency for one unit of base currency: Black's formula for the forward
/// that the two currencies' discount factors make.
///
/// Amounts are in quote currency for one unit of notional in base currency, today.
///
/// Garman, M., Kohlhagen, S. (1983): Foreign currency option values, Journal of International Money and Finance 2(3). Deltas:
/// Reiswich, D., Wystup, U. (2010): A guide to FX options quoting conventions, Journal of Derivatives 18(2).
public struct GarmanKohlhagen: Sendable, Hashable {
  /// Quote currency for one unit of base currency, now; above 0.
  public let spot: Double
  /// Discount factor of the quote currency to the day of payment; above 0.
  public let quoteDiscount: Double
  /// Discount factor of the base currency to the day of payment; above 0.
  public let baseDiscount: Double
  /// Years to expiry; at least 0.
  public let years: Double

  /// `nil` unless rates and factors are finite and above 0, and years finite and not below 0.
  public init?(spot: Double, quoteDiscount: Double, baseDiscount: Double, years: Double) {
    guard spot > 0, quoteDiscount > 0, baseDiscount > 0, years >= 0, years.isFinite,
      (spot * baseDiscount / quoteDiscount).isFinite
    else { return nil }
    self.spot = spot
    self.quoteDiscount = quoteDiscount
    self.baseDiscount = baseDiscount
    self.years = years
  }

  /// Quote currency for one unit of base currency at expiry.
  public var forward: Double { spot * baseDiscount / quoteDiscount }

  /// The option at expiry's money.
  public func option(_ right: OptionRight, strike: Double) -> ForwardOption {
    ForwardOption(right, forward: forward, strike: strike, years: years)
  }

  /// Value today; `nil` for a strike that is not above 0, or a volatility below 0.
  public func value(_ right: OptionRight, strike: Double, volatility: Double) -> Double? {
    guard strike > 0 else { return nil }
    return option(right, strike: strike).value(volatility: volatility, .lognormal).map { quoteDiscount * $0 }
  }

  /// Volatility of a value today.
  public func impliedVolatility(_ right: OptionRight, strike: Double, value: Double) -> Result<
    Double, ImpliedVolatilityFailure
  > {
    guard strike > 0 else { return .failure(.undefined) }
    return option(right, strike: strike).impliedVolatility(value: value / quoteDiscount, .lognormal)
  }

  /// Delta: not above 1 for calls, below 0 for puts, whose premium adjusted delta may be below −1. `nil` as for `value`.
  public func delta(
    _ right: OptionRight, strike: Double, volatility: Double, _ convention: FXDeltaConvention
  ) -> Double? {
    let deviation = volatility * years.squareRoot()
    guard strike > 0, strike.isFinite, volatility >= 0, deviation.isFinite else { return nil }
    guard deviation > 0 else {
      let pays = right.sign * (forward - strike)
      let weight = pays > 0 ? 1 : pays < 0 ? 0 : 0.5
      return right.sign * weight * scale(convention) * (convention.isPremiumAdjusted ? strike / forward : 1)
    }
    return delta(right, logMoneyness: log(strike / forward), deviation, convention)
  }

  /// Discount factor of a spot hedge, 1 of a forward one.
  func scale(_ convention: FXDeltaConvention) -> Double { convention.isSpot ? baseDiscount : 1 }

  /// Delta at ln(strike / forward).
  func delta(
    _ right: OptionRight, logMoneyness: Double, _ deviation: Double, _ convention: FXDeltaConvention
  ) -> Double {
    let centre = -logMoneyness / deviation
    let scale = right.sign * scale(convention)
    if convention.isPremiumAdjusted {
      return scale * exp(logMoneyness) * NormalDistribution.cumulative(right.sign * (centre - deviation / 2))
    }
    return scale * NormalDistribution.cumulative(right.sign * (centre + deviation / 2))
  }
}
