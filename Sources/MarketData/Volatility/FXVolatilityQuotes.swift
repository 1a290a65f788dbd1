public import DatesAndConventions

/// Volatilities of options on an exchange rate by expiry and delta.
public struct FXVolatilityQuotes: Sendable, Hashable, Codable {
  /// Such as `EURUSD`.
  public let id: String
  /// Currency of which one unit is priced.
  public let baseCurrency: Currency
  /// Currency in which it is priced.
  public let quoteCurrency: Currency
  /// By tenor, ascending.
  public let points: [FXVolatilityPoint]
  /// Publisher, in words.
  public let source: String

  public init(
    id: String, baseCurrency: Currency, quoteCurrency: Currency, points: [FXVolatilityPoint], source: String
  ) {
    self.id = id
    self.baseCurrency = baseCurrency
    self.quoteCurrency = quoteCurrency
    self.points = points
    self.source = source
  }
}

/// The volatilities of one expiry, decimals.
public struct FXVolatilityPoint: Sendable, Hashable, Codable {
  public let tenor: Tenor
  public let delta: QuotedFXDelta
  /// Of the straddle whose delta is 0.
  public let atTheMoney: Double
  public let wings: [FXVolatilityWing]

  public init(tenor: Tenor, delta: QuotedFXDelta, atTheMoney: Double, wings: [FXVolatilityWing] = []) {
    self.tenor = tenor
    self.delta = delta
    self.atTheMoney = atTheMoney
    self.wings = wings
  }
}

/// A call and a put of the same size of delta.
public struct FXVolatilityWing: Sendable, Hashable, Codable {
  /// 0.25 or 0.1: above 0, below 0.5.
  public let delta: Double
  /// Volatility of the call less that of the put.
  public let riskReversal: Double
  /// Mean of both less that at the money: the smile strangle.
  public let butterfly: Double

  public init(delta: Double, riskReversal: Double, butterfly: Double) {
    self.delta = delta
    self.riskReversal = riskReversal
    self.butterfly = butterfly
  }
}

/// What a pair's deltas are counted in. Raw values are the names in files.
public enum QuotedFXDelta: String, Sendable, Hashable, Codable, CaseIterable {
  case spot
  case forward
  /// Less the premium, which is paid in base currency.
  case premiumAdjustedSpot = "premium_adjusted_spot"
  case premiumAdjustedForward = "premium_adjusted_forward"
}
