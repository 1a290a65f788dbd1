/// Volatilities that no prices without arbitrage can have.
public struct ArbitrageFinding: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A butterfly of calls has a price below 0: the distribution has a negative density.
    case butterfly
    /// Calls become dearer with the strike, or fall by more than the strike rises.
    case callSpread = "call_spread"
    /// Less total variance than at the same moneyness earlier.
    case calendar
    /// No volatility at all.
    case undefined
  }

  public let kind: Kind
  /// Years to expiry; of the later one for calendars.
  public let years: Double
  /// Lowest and highest strike found, of a run of neighbours.
  public let strikes: ClosedRange<Double>

  public init(_ kind: Kind, years: Double, strikes: ClosedRange<Double>) {
    self.kind = kind
    self.years = years
    self.strikes = strikes
  }

  public var description: String {
    let what =
      switch kind {
      case .butterfly: "negative density"
      case .callSpread: "a call spread outside of 0 to 1"
      case .calendar: "total variance below that of an earlier expiry"
      case .undefined: "no volatility"
      }
    return "\(what) at \(years) years for strikes from \(strikes.lowerBound) to \(strikes.upperBound)"
  }
}
