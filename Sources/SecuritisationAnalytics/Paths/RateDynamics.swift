public import Models

/// The short-rate model that paths are drawn from.
public enum RateDynamics: Hashable, Sendable {
  case hullWhite(HullWhite)
  case twoFactors(G2)

  /// The same with its volatilities multiplied; 0 makes all rates those that the curve expects.
  public func multiplied(_ multiple: Double) -> RateDynamics {
    func multiplied(_ model: HullWhite) -> HullWhite {
      HullWhite(meanReversion: model.meanReversion, volatility: multiple * model.volatility)
    }
    switch self {
    case .hullWhite(let model): return .hullWhite(multiplied(model))
    case .twoFactors(let model):
      return .twoFactors(
        G2(
          first: multiplied(model.first), second: multiplied(model.second), correlation: model.correlation))
    }
  }

  func paths(times: [Double], source: PathSource) -> any ShortRatePaths {
    switch self {
    case .hullWhite(let model):
      HullWhitePaths(model, times: times, source: source, numeraire: .rolledBond)
    case .twoFactors(let model): G2Paths(model, times: times, source: source)
    }
  }
}
