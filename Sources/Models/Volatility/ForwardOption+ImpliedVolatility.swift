import Glibc

extension ForwardOption {
  /// The volatility that gives `value`; never not a number.
  ///
  /// Out of the money the relative error is about 1e-13, down to the smallest values that doubles have; a lognormal volatility's
  /// is 1e-14 over the deviation σ·√T where that is small. In the money it is that which rounding leaves in `value` less
  /// intrinsic value.
  public func impliedVolatility(value: Double, _ type: VolatilityType) -> Result<
    Double, ImpliedVolatilityFailure
  > {
    guard isDefined(type), value.isFinite else { return .failure(.undefined) }
    guard years > 0 else { return .failure(.expired) }
    let timeValue = value - intrinsicValue
    // The last digits of a value in the money are rounding, not time value.
    let rounding = intrinsicValue > 0 ? 4 * max(value, abs(forward), abs(strike)).ulp : 0
    if timeValue < -rounding { return .failure(.belowIntrinsic) }
    guard timeValue > rounding else { return .failure(.noTimeValue) }
    let deviation: Double
    switch type {
    case .normal:
      deviation = BachelierDeviation.implied(distance: abs(forward - strike), timeValue: timeValue)
    case .lognormal(let shift):
      // The forward never gets there, so that there is no time value at any volatility.
      guard strike + shift > 0 else { return .failure(.aboveLimit) }
      guard
        let implied = BlackDeviation.implied(
          forward: forward + shift, strike: strike + shift, timeValue: timeValue)
      else { return .failure(.aboveLimit) }
      deviation = implied
    }
    let volatility = deviation / years.squareRoot()
    if volatility == 0 { return .failure(.noTimeValue) }
    return volatility.isFinite ? .success(volatility) : .failure(.aboveLimit)
  }
}
