import NumericalMethods

extension OptionBatch {
  /// What calls on forwards are made of, by Black's formula: value at expiry = forward · `forwards` − strike · `strikes`.
  ///
  /// The value is homogeneous in forward and strike, so these are also its derivatives for both, volatility held.
  public struct Replication: Sendable, Hashable {
    /// Φ(d₁): units of the forward, 0 to 1.
    public internal(set) var forwards: [Double]
    /// Φ(d₂): units of the strike, 0 to 1; the probability of exercise.
    public internal(set) var strikes: [Double]
    /// φ(d₁): times the forward, the derivative for the deviation; at least 0.
    public internal(set) var densities: [Double]
  }

  /// - Parameters:
  ///   - forwards: of each call, above 0.
  ///   - strike: above 0.
  ///   - deviations: volatility times the square root of years, as many; at least 0.
  ///
  /// Without deviation a call is exercised where that pays, and half of it at the money.
  ///
  /// Precondition: arrays of the same length.
  public static func replication(forwards: [Double], strike: Double, deviations: [Double]) -> Replication {
    precondition(forwards.count == deviations.count, "one of each an option")
    var buys = forwards.map { $0 / strike }
    Logarithm.logInPlace(&buys)
    var pays = buys
    var densities = buys
    for index in buys.indices {
      let deviation = deviations[index] > 0 ? deviations[index] : 1
      let centre = buys[index] / deviation
      buys[index] = centre + 0.5 * deviation
      pays[index] = centre - 0.5 * deviation
      densities[index] = -0.5 * buys[index] * buys[index]
    }
    NormalDistribution.cumulativeInPlace(&buys)
    NormalDistribution.cumulativeInPlace(&pays)
    Exponential.expInPlace(&densities)
    for index in buys.indices {
      if deviations[index] > 0 {
        densities[index] *= 0.398_942_280_401_432_7
      } else {
        let gain = forwards[index] - strike
        buys[index] = gain > 0 ? 1 : gain < 0 ? 0 : 0.5
        pays[index] = buys[index]
        densities[index] = 0
      }
    }
    return Replication(forwards: buys, strikes: pays, densities: densities)
  }
}
