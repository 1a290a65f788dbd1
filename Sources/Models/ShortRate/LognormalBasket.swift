import Glibc
import NumericalMethods

/// A sum of assets that one standard normal z moves the same way: asset i is forward·e^(−deviation·z − deviation²/2).
struct LognormalBasket {
  struct Asset {
    /// Above or at 0: what is expected of it.
    let forward: Double
    /// At least 0.
    let deviation: Double
  }

  let assets: [Asset]

  /// What an option on the sum is expected to pay: as the sum falls with z there is one z at which it is the strike, and each asset
  /// counts where it is below.
  func expectedPayoff(_ kind: BondOption.Kind, strike: Double) -> Double {
    let sign: Double =
      switch kind {
      case .call: 1
      case .put: -1
      }
    guard let z = boundary(strike) else {
      return max(0, sign * (assets.reduce(0) { $0 + $1.forward } - strike))
    }
    let received = assets.reduce(0) {
      $0 + $1.forward * NormalDistribution.cumulative(sign * (z + $1.deviation))
    }
    return sign * (received - strike * NormalDistribution.cumulative(sign * z))
  }

  /// The z at which the sum is the strike; nothing when nothing moves.
  private func boundary(_ strike: Double) -> Double? {
    // Beyond this no probability is left.
    let widest = 38.0
    guard assets.contains(where: { $0.deviation > 0 && $0.forward > 0 }) else { return nil }
    func excess(_ z: Double) -> (value: Double, slope: Double) {
      var (value, slope) = (-strike, 0.0)
      for asset in assets {
        let worth = asset.forward * exp(-asset.deviation * (z + 0.5 * asset.deviation))
        value += worth
        slope -= asset.deviation * worth
      }
      return (value, slope)
    }
    if excess(-widest).value <= 0 { return -widest }
    if excess(widest).value >= 0 { return widest }
    switch RootSearch(bracket: -widest...widest).newton(from: 0, excess) {
    case .converged(let root, _): return root
    // Steps that no longer halve: as near as rounding lets it come.
    case .notConverged(_, let best): return best
    }
  }
}
