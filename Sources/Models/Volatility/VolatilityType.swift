/// What a volatility is the volatility of.
public enum VolatilityType: Sendable, Hashable {
  /// The forward itself, Bachelier's model: absolute, a decimal per square root of a year; 0.008 is 80 basis points.
  case normal
  /// The logarithm of the forward plus a shift, Black's model: relative, per square root of a year; 0.2 is 20%. The shift
  /// is in the units of the forward, 0 for Black's own model.
  case lognormal(shift: Double)

  /// Black's model.
  public static let lognormal = VolatilityType.lognormal(shift: 0)

  /// Whether the model can start from this forward: finite, and above minus the shift for a lognormal one.
  public func admits(forward: Double) -> Bool {
    switch self {
    case .normal: forward.isFinite
    case .lognormal(let shift): forward.isFinite && shift.isFinite && forward + shift > 0
    }
  }
}
