import Glibc

/// The model of stochastic volatility of Hagan, Kumar, Lesniewski and Woodward: dF = α·(F + shift)^β·dW, dα = ν·α·dZ, the two
/// correlated by ρ; with the volatility that their expansion gives for a strike.
///
/// Hagan, P., Kumar, D., Lesniewski, A., Woodward, D. (2002): Managing smile risk, Wilmott, September.
public struct SABR: Sendable, Hashable {
  /// Which of the paper's expansions: it also says what the volatilities are.
  public enum Expansion: String, Sendable, Hashable, CaseIterable {
    /// Formula (2.17a), a lognormal volatility of the shifted forward.
    case lognormal
    /// That of its appendix for a normal volatility. With β = 0 forwards and strikes of any sign are allowed.
    case normal
  }

  /// Volatility of the forward at the start, above 0: a decimal per square root of a year over (F + shift)^(β−1).
  public let alpha: Double
  /// Backbone: how volatility follows the level, 0 (normal) to 1 (lognormal).
  public let beta: Double
  /// Correlation of forward and volatility, above −1 and below 1.
  public let rho: Double
  /// Volatility of volatility, per square root of a year; at least 0.
  public let nu: Double
  /// What is added to forward and strike, in their units.
  public let shift: Double
  public let expansion: Expansion

  /// `nil` unless every parameter is finite and in its range.
  public init?(
    alpha: Double, beta: Double, rho: Double, nu: Double, shift: Double = 0, expansion: Expansion = .lognormal
  ) {
    guard alpha > 0, alpha.isFinite, (0...1).contains(beta), rho > -1, rho < 1, nu >= 0, nu.isFinite,
      shift.isFinite
    else { return nil }
    self.alpha = alpha
    self.beta = beta
    self.rho = rho
    self.nu = nu
    self.shift = shift
    self.expansion = expansion
  }

  /// What the volatilities are.
  public var volatilityType: VolatilityType {
    switch expansion {
    case .lognormal: .lognormal(shift: shift)
    case .normal: .normal
    }
  }

  /// Whether forward and strike need not be above minus the shift.
  private var isUnbounded: Bool { expansion == .normal && beta == 0 }

  /// The volatility of options struck at `strike`; `nil` where the expansion has none: forward or strike at or below minus the
  /// shift, and strikes and times at which it falls to 0 or below.
  public func volatility(strike: Double, forward: Double, years: Double) -> Double? {
    guard strike.isFinite, forward.isFinite, years >= 0, years.isFinite else { return nil }
    let (f, k) = (forward + shift, strike + shift)
    guard isUnbounded || (f > 0 && k > 0) else { return nil }
    let volatility = isUnbounded ? translationInvariant(f, k, years) : expanded(f, k, years)
    return volatility > 0 && volatility.isFinite ? volatility : nil
  }

  /// Normal model, β = 0: only the distance of the strike counts.
  private func translationInvariant(_ f: Double, _ k: Double, _ years: Double) -> Double {
    alpha * SABR.skew(nu / alpha * (f - k), rho) * (1 + years * (2 - 3 * rho * rho) * nu * nu / 24)
  }

  private func expanded(_ f: Double, _ k: Double, _ years: Double) -> Double {
    let rest = 1 - beta
    let logarithm = log(f / k)
    // (F·K)^((1−β)/2)
    let level = pow(f * k, rest / 2)
    let local = alpha / level
    let skew = SABR.skew(nu / local * logarithm, rho)
    let correction = SABR.correction(expansion, beta, rho, nu)
    let growth =
      1 + years * (correction.quadratic * local * local + correction.linear * local + correction.constant)
    let squared = logarithm * logarithm
    let backbone = rest * rest * squared
    let denominator = 1 + backbone / 24 + backbone * backbone / 1920
    switch expansion {
    case .lognormal: return local / denominator * skew * growth
    case .normal:
      let numerator = 1 + squared / 24 + squared * squared / 1920
      return alpha * pow(f * k, beta / 2) * numerator / denominator * skew * growth
    }
  }

  /// ζ/x̂(ζ) of the paper: 1 at 0, where a series takes over.
  static func skew(_ z: Double, _ rho: Double) -> Double {
    if abs(z) < 1e-4 { return 1 - 0.5 * rho * z + (2 - 3 * rho * rho) / 12 * z * z }
    let root = (1 - 2 * rho * z + z * z).squareRoot()
    // Two forms of x̂, so that nothing cancels below the correlation or above it.
    let x = z < rho ? log((1 + rho) / (root + rho - z)) : log((root + z - rho) / (1 - rho))
    return z / x
  }

  /// What a year adds: quadratic·a² + linear·a + constant, with a = α/(F·K)^((1−β)/2).
  static func correction(_ expansion: Expansion, _ beta: Double, _ rho: Double, _ nu: Double) -> (
    quadratic: Double, linear: Double, constant: Double
  ) {
    let quadratic =
      switch expansion {
      case .lognormal: (1 - beta) * (1 - beta) / 24
      case .normal: -beta * (2 - beta) / 24
      }
    return (quadratic, rho * beta * nu / 4, (2 - 3 * rho * rho) * nu * nu / 24)
  }
}
