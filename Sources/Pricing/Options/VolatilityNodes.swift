public import DatesAndConventions
public import MarketData
import NumericalMethods

/// The quoted points of a volatility surface of rates, by which vega is told.
public struct VolatilityNodes: Sendable {
  /// Names of the points.
  public let factors: [String]
  private let grid: BilinearGrid

  /// The maturities of caps, seen from `date`.
  public init(_ quotes: CapVolatilityQuotes, from date: CivilDate) {
    factors = quotes.maturities.map { PricingRequest.surfaceFactor(quotes.id, $0) }
    grid = BilinearGrid(
      rows: quotes.maturityYears(from: date), columns: [0],
      values: [Double](repeating: 0, count: factors.count))
  }

  /// The expiries of swaptions and the tenors of their swaps, seen from `date`.
  public init(_ quotes: SwaptionVolatilityQuotes, from date: CivilDate) {
    factors = quotes.expiries.flatMap { expiry in
      quotes.tenors.map { "\(PricingRequest.surfaceFactor(quotes.id, expiry)):\($0)" }
    }
    grid = BilinearGrid(
      rows: quotes.expiryYears(from: date), columns: quotes.tenors.map(\.years),
      values: [Double](repeating: 0, count: factors.count))
  }

  /// The points on which the volatility of an option hangs, places in `factors`: shares that add up to 1, linear between points.
  ///
  /// - Parameters:
  ///   - years: to the expiry of a swaption, or the end of a cap's period.
  ///   - tenor: years of a swaption's swap.
  public func shares(years: Double, tenor: Double = 0) -> [(node: Int, share: Double)] {
    grid.place(years, tenor).weights.map { ($0.node, $0.weight) }
  }
}
