import Glibc
import NumericalMethods

extension ForwardOption {
  /// Value by Black (1976), shifted where the volatility is, or by Bachelier (1900); at least 0 and never below intrinsic
  /// value by more than rounding.
  ///
  /// `nil` where the model has none: a forward at or below minus the shift, a negative volatility or time, anything not finite.
  /// A strike at or below minus the shift is one that a lognormal forward never goes below.
  public func value(volatility: Double, _ type: VolatilityType) -> Double? {
    guard isDefined(type), volatility.isFinite, volatility >= 0 else { return nil }
    let deviation = volatility * years.squareRoot()
    let value =
      switch type {
      case .normal: bachelier(deviation)
      case .lognormal(let shift): black(deviation, shift)
      }
    return value.isFinite ? value : nil
  }

  /// Value and derivatives; `nil` as for `value`.
  ///
  /// Without time or volatility left, gamma, vega and theta are 0 and delta is whether exercise pays, a half at the money.
  public func sensitivities(volatility: Double, _ type: VolatilityType) -> OptionSensitivities? {
    guard let value = value(volatility: volatility, type) else { return nil }
    let root = years.squareRoot()
    let deviation = volatility * root
    guard deviation > 0, let moneyness = moneyness(deviation, type) else {
      let gain = right.sign * (forward - strike)
      return OptionSensitivities(
        value: value, delta: right.sign * (gain > 0 ? 1 : gain < 0 ? 0 : 0.5), gamma: 0, vega: 0, theta: 0)
    }
    let density = NormalDistribution.density(moneyness)
    // The forward's absolute volatility at the forward, for one unit of the quoted one.
    let scale =
      switch type {
      case .normal: 1.0
      case .lognormal(let shift): forward + shift
      }
    return OptionSensitivities(
      value: value,
      delta: right.sign * NormalDistribution.cumulative(right.sign * moneyness),
      gamma: density / (scale * deviation),
      vega: scale * root * density,
      theta: years > 0 ? -scale * volatility * density / (2 * root) : 0)
  }

  /// d₁ of Black's formula, or Bachelier's d; `nil` for a strike that a lognormal forward never goes below.
  private func moneyness(_ deviation: Double, _ type: VolatilityType) -> Double? {
    switch type {
    case .normal: return (forward - strike) / deviation
    case .lognormal(let shift):
      guard strike + shift > 0 else { return nil }
      return log((forward + shift) / (strike + shift)) / deviation + deviation / 2
    }
  }

  private func bachelier(_ deviation: Double) -> Double {
    let gain = right.sign * (forward - strike)
    guard deviation > 0 else { return max(0, gain) }
    let d = gain / deviation
    return max(0, gain * NormalDistribution.cumulative(d) + deviation * NormalDistribution.density(d))
  }

  private func black(_ deviation: Double, _ shift: Double) -> Double {
    let gain = right.sign * (forward - strike)
    guard deviation > 0, strike + shift > 0 else { return max(0, gain) }
    let sign = right.sign
    let centre = log((forward + shift) / (strike + shift)) / deviation
    let buys = NormalDistribution.cumulative(sign * (centre + deviation / 2))
    let pays = NormalDistribution.cumulative(sign * (centre - deviation / 2))
    return max(0, sign * ((forward + shift) * buys - (strike + shift) * pays))
  }
}
