import NumericalMethods

/// Zero rates by Nelson and Siegel's formula, or by Svensson's, which has one more hump:
///
///     z(t) = β₀ + β₁·L(t/τ₁) + β₂·(L(t/τ₁) − exp(−t/τ₁)) + β₃·(L(t/τ₂) − exp(−t/τ₂)),   L(x) = (1 − exp(−x))/x
///
/// β₀ is the long rate, β₀ + β₁ the short rate. Sources: C. Nelson and A. Siegel, "Parsimonious modeling of yield curves",
/// Journal of Business 60 (1987); L. Svensson, "Estimating and interpreting forward interest rates", NBER 4871 (1994).
public struct SvenssonCurve: Sendable, Hashable {
  /// Continuously compounded decimals; the last is 0 for Nelson and Siegel's.
  public let beta: [Double]
  /// Years, positive; equal for Nelson and Siegel's.
  public let tau1: Double
  public let tau2: Double

  /// Precondition: four coefficients, positive times.
  public init(beta: [Double], tau1: Double, tau2: Double) {
    precondition(beta.count == 4 && tau1 > 0 && tau2 > 0, "four coefficients, two positive times")
    (self.beta, self.tau1, self.tau2) = (beta, tau1, tau2)
  }

  /// Zero rate, a decimal; its limit at 0.
  public func zeroRate(at years: Double) -> Double {
    zip(beta, loadings(at: years)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Instantaneous forward rate: β₀ + β₁e + β₂·x₁e + β₃·x₂e₂ with e = exp(−x), x = t/τ.
  func forwardRate(at years: Double) -> Double {
    let (x1, x2) = (years / tau1, years / tau2)
    return beta[0] + (beta[1] + beta[2] * x1) * Exponential.exp(-x1) + beta[3] * x2 * Exponential.exp(-x2)
  }

  /// What each coefficient is multiplied by in z(t): with averages over u from 0 to 1, L(x) is that of exp(−xu), and
  /// L(x) − exp(−x) is x times that of u·exp(−xu).
  private func loadings(at years: Double) -> [Double] {
    let (x1, x2) = (years / tau1, years / tau2)
    let averages = ExponentialMoments(SIMD4(x1, x2, x1, x2))
    return [1, averages.zeroth[0], x1 * averages.first[0], x2 * averages.first[1]]
  }
}
