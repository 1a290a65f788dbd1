import NumericalMethods

/// Values of many options at once, over strikes, expiries or scenarios: flat arrays, four numbers at a time.
public enum OptionBatch {
  /// Value at expiry of each option, by the formula of `ForwardOption.value`; within 1e-14 of forward plus strike plus shift of it.
  ///
  /// - Parameters:
  ///   - forwards: of each option.
  ///   - strikes: as many.
  ///   - deviations: volatility times the square root of years, as many; at least 0.
  /// - Returns: `nil` when one of them has no value, as in `ForwardOption.value`.
  ///
  /// Precondition: arrays of the same length.
  public static func values(
    _ right: OptionRight, _ type: VolatilityType, forwards: [Double], strikes: [Double], deviations: [Double]
  ) -> [Double]? {
    precondition(
      forwards.count == strikes.count && forwards.count == deviations.count, "one of each an option")
    guard strikes.allSatisfy(\.isFinite), deviations.allSatisfy({ $0 >= 0 && $0.isFinite }),
      forwards.allSatisfy({ type.admits(forward: $0) })
    else { return nil }
    let values =
      switch type {
      case .normal: normal(right.sign, forwards, strikes, deviations)
      case .lognormal(let shift): lognormal(right.sign, shift, forwards, strikes, deviations)
      }
    return values.allSatisfy(\.isFinite) ? values : nil
  }

  private static func normal(
    _ sign: Double, _ forwards: [Double], _ strikes: [Double], _ deviations: [Double]
  ) -> [Double] {
    let count = forwards.count
    var weights = [Double](repeating: 0, count: count)
    for index in 0..<count {
      let deviation = deviations[index] > 0 ? deviations[index] : 1
      weights[index] = sign * (forwards[index] - strikes[index]) / deviation
    }
    var densities = weights.map { -0.5 * $0 * $0 }
    NormalDistribution.cumulativeInPlace(&weights)
    Exponential.expInPlace(&densities)
    for index in 0..<count {
      let gain = sign * (forwards[index] - strikes[index])
      let value = gain * weights[index] + deviations[index] * 0.398_942_280_401_432_7 * densities[index]
      weights[index] = max(0, deviations[index] > 0 ? value : gain)
    }
    return weights
  }

  private static func lognormal(
    _ sign: Double, _ shift: Double, _ forwards: [Double], _ strikes: [Double], _ deviations: [Double]
  ) -> [Double] {
    let count = forwards.count
    var buys = [Double](repeating: 0, count: count)
    for index in 0..<count { buys[index] = (forwards[index] + shift) / (strikes[index] + shift) }
    Logarithm.logInPlace(&buys)
    var pays = buys
    for index in 0..<count {
      let deviation = deviations[index] > 0 ? deviations[index] : 1
      let centre = buys[index] / deviation
      buys[index] = sign * (centre + 0.5 * deviation)
      pays[index] = sign * (centre - 0.5 * deviation)
    }
    NormalDistribution.cumulativeInPlace(&buys)
    NormalDistribution.cumulativeInPlace(&pays)
    for index in 0..<count {
      let (forward, strike) = (forwards[index] + shift, strikes[index] + shift)
      let value = sign * (forward * buys[index] - strike * pays[index])
      let hasVariance = deviations[index] > 0 && strike > 0
      buys[index] = max(0, hasVariance ? value : sign * (forward - strike))
    }
    return buys
  }
}
