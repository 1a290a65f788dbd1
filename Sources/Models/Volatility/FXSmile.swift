import Glibc
import NumericalMethods

/// A currency pair's volatilities of one expiry as the market quotes them, by delta.
public struct FXSmileQuote: Sendable, Hashable {
  /// A pair of out-of-the-money options with the same size of delta.
  public struct Wing: Sendable, Hashable {
    /// 0.25 or 0.1: above 0, below a half.
    public let delta: Double
    /// Volatility of the call less that of the put.
    public let riskReversal: Double
    /// Mean volatility of call and put, less that at the money: what is called the smile strangle.
    public let butterfly: Double

    public init(delta: Double, riskReversal: Double, butterfly: Double) {
      self.delta = delta
      self.riskReversal = riskReversal
      self.butterfly = butterfly
    }
  }

  /// Volatility of the straddle whose delta is 0.
  public let atTheMoney: Double
  public let wings: [Wing]
  public let convention: FXDeltaConvention

  public init(atTheMoney: Double, wings: [Wing], convention: FXDeltaConvention) {
    self.atTheMoney = atTheMoney
    self.wings = wings
    self.convention = convention
  }
}

/// A currency pair's volatilities of one expiry by strike.
///
/// Through the quoted strikes runs a cubic spline of volatility by ln(strike / forward) with slope 0 at the first and last strike, constant
/// beyond: slopes are continuous everywhere, so that no strike has a lump of probability.
public struct FXSmile: Sendable, Hashable {
  public let market: GarmanKohlhagen
  /// Strikes of the quoted options, ascending: puts from the smallest delta, the straddle, calls to the smallest delta.
  public let strikes: [Double]
  /// Their volatilities.
  public let volatilities: [Double]
  private let curve: PiecewiseCubic

  /// Throws the quote at fault.
  public init(_ quote: FXSmileQuote, market: GarmanKohlhagen) throws(VolatilitySurfaceError) {
    var problems = NodeProblems()
    let expiry = "expiry \(market.years)"
    if !(market.years > 0) { problems.add("\(expiry): is not above 0") }
    if !(quote.atTheMoney > 0 && quote.atTheMoney.isFinite) {
      problems.add("\(expiry), at the money: \(quote.atTheMoney) is not above 0")
    }
    try problems.throwIfAny()
    var points = [
      (market.deltaNeutralStrike(volatility: quote.atTheMoney, quote.convention), quote.atTheMoney)
    ]
    for wing in quote.wings.sorted(by: { $0.delta > $1.delta }) {
      guard wing.delta > 0, wing.delta < 0.5 else {
        problems.add("\(expiry), delta \(wing.delta): is not between 0 and 0.5")
        continue
      }
      for right in OptionRight.allCases {
        let volatility = quote.atTheMoney + wing.butterfly + right.sign * wing.riskReversal / 2
        let place = "\(expiry), \(wing.delta) \(right.rawValue)"
        guard volatility > 0, volatility.isFinite else {
          problems.add("\(place): its volatility \(volatility) is not above 0")
          continue
        }
        switch market.strike(right, delta: right.sign * wing.delta, volatility: volatility, quote.convention)
        {
        case .success(let strike):
          switch right {
          case .call: points.append((strike, volatility))
          case .put: points.insert((strike, volatility), at: 0)
          }
        case .failure(let failure): problems.add("\(place): no strike, \(failure.rawValue)")
        }
      }
    }
    for (before, after) in zip(points, points.dropFirst()) where !(before.0 < after.0) {
      problems.add("\(expiry): the strikes \(before.0) and \(after.0) are out of order; check the wings")
    }
    try problems.throwIfAny()
    self.market = market
    self.strikes = points.map(\.0)
    self.volatilities = points.map(\.1)
    let forward = market.forward
    let places = points.map { log($0.0 / forward) }
    self.curve =
      points.count == 1
      ? PiecewiseCubic(knots: places, pieces: [.init(points[0].1)])
      : .clamped(arguments: places, values: points.map(\.1))
  }

  /// Volatility at ln(strike / forward); at least 0.
  public func volatility(logMoneyness: Double) -> Double { max(0, curve(logMoneyness)) }

  /// Volatility of a strike above 0; `nil` for any other.
  public func volatility(strike: Double) -> Double? {
    strike > 0 && strike.isFinite ? volatility(logMoneyness: log(strike / market.forward)) : nil
  }

  /// Where calls of these volatilities admit arbitrage, among strikes up to six deviations away.
  public func arbitrage() -> [ArbitrageFinding] {
    SmileCheck(
      forward: market.forward, years: market.years, type: .lognormal, volatility: volatility(logMoneyness: 0)
    ).findings { volatility(strike: $0) }
  }
}
