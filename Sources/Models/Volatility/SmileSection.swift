import NumericalMethods

/// The volatilities of one expiry, and of one tenor where there are tenors, by strike.
public struct SmileSection: Sendable, Hashable {
  enum Shape: Sendable, Hashable {
    case flat(Double)
    /// A volatility at the money and what is added to it by strike less forward, constant beyond the first and last.
    case offsets(Double, [Weighted])
    case sabr(SABR)
  }

  /// A node's offsets with the weight that it has here.
  struct Weighted: Sendable, Hashable {
    let weight: Double
    let offsets: PiecewiseCubic
  }

  /// What the volatilities are.
  public let type: VolatilityType
  public let forward: Double
  /// Years to expiry.
  public let years: Double
  let shape: Shape

  /// `nil` where the surface has none: a model that is not defined at the strike.
  public func volatility(strike: Double) -> Double? {
    guard strike.isFinite else { return nil }
    switch shape {
    case .flat(let volatility): return volatility
    case .offsets(let volatility, let nodes):
      let distance = strike - forward
      return max(0, nodes.reduce(volatility) { $0 + $1.weight * $1.offsets(distance) })
    case .sabr(let model): return model.volatility(strike: strike, forward: forward, years: years)
    }
  }

  /// One for each strike.
  public func volatilities(strikes: [Double]) -> [Double?] { strikes.map { volatility(strike: $0) } }

  /// Where calls of these volatilities admit arbitrage, among strikes up to six deviations away.
  public func arbitrage() -> [ArbitrageFinding] {
    guard let atTheMoney = volatility(strike: forward) else {
      return [ArbitrageFinding(.undefined, years: years, strikes: forward...forward)]
    }
    return SmileCheck(forward: forward, years: years, type: type, volatility: atTheMoney).findings {
      volatility(strike: $0)
    }
  }
}
