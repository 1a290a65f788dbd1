import NumericalMethods

extension OptionBatch {
  /// Values of options on forwards at expiry, and their derivatives.
  public struct Derivatives: Sendable, Hashable {
    public internal(set) var values: [Double]
    /// By the forward: 0 to 1 for calls, −1 to 0 for puts.
    public internal(set) var deltas: [Double]
    /// Deltas by the forward; at least 0.
    public internal(set) var gammas: [Double]
    /// Values by the deviation; at least 0.
    public internal(set) var vegas: [Double]
  }

  /// By the formulas of `ForwardOption`; what has no value there is not a number here.
  ///
  /// - Parameters:
  ///   - forwards: of each option.
  ///   - strike: of all of them.
  ///   - deviations: volatility times the square root of years, as many; at least 0.
  ///
  /// Without deviation an option is exercised where that pays, and half of it at the money.
  ///
  /// Precondition: arrays of the same length.
  public static func derivatives(
    _ right: OptionRight, _ type: VolatilityType, forwards: [Double], strike: Double, deviations: [Double]
  ) -> Derivatives {
    precondition(forwards.count == deviations.count, "one of each an option")
    let sign = right.sign
    let count = forwards.count
    let shift: Double
    var firsts: [Double]
    switch type {
    case .normal:
      shift = 0
      firsts = forwards
    case .lognormal(let by):
      shift = by
      firsts = forwards.map { ($0 + by) / (strike + by) }
      Logarithm.logInPlace(&firsts)
    }
    var seconds = firsts
    var densities = firsts
    for index in 0..<count {
      let deviation = deviations[index] > 0 ? deviations[index] : 1
      let moneyness: Double
      switch type {
      case .normal:
        moneyness = (forwards[index] - strike) / deviation
        seconds[index] = sign * moneyness
      case .lognormal:
        moneyness = firsts[index] / deviation + 0.5 * deviation
        seconds[index] = sign * (moneyness - deviation)
      }
      firsts[index] = sign * moneyness
      densities[index] = -0.5 * moneyness * moneyness
    }
    NormalDistribution.cumulativeInPlace(&firsts)
    NormalDistribution.cumulativeInPlace(&seconds)
    Exponential.expInPlace(&densities)
    var all = Derivatives(values: densities, deltas: firsts, gammas: densities, vegas: densities)
    for index in 0..<count {
      let (forward, deviation) = (forwards[index], deviations[index])
      guard type.admits(forward: forward), deviation >= 0, deviation.isFinite else {
        all.values[index] = .nan
        all.deltas[index] = .nan
        all.gammas[index] = .nan
        all.vegas[index] = .nan
        continue
      }
      let gain = sign * (forward - strike)
      guard deviation > 0, type == .normal || strike + shift > 0 else {
        all.values[index] = max(0, gain)
        all.deltas[index] = sign * (gain > 0 ? 1 : gain < 0 ? 0 : 0.5)
        all.gammas[index] = 0
        all.vegas[index] = 0
        continue
      }
      let density = 0.398_942_280_401_432_7 * densities[index]
      let scale: Double
      switch type {
      case .normal:
        scale = 1
        all.values[index] = max(0, gain * firsts[index] + deviation * density)
      case .lognormal:
        scale = forward + shift
        all.values[index] = max(
          0, sign * ((forward + shift) * firsts[index] - (strike + shift) * seconds[index]))
      }
      all.deltas[index] = sign * firsts[index]
      all.gammas[index] = density / (scale * deviation)
      all.vegas[index] = scale * density
    }
    return all
  }
}
