import DatesAndConventions
import Glibc

extension ShortRateModel {
  /// By which factor the growth of 1 that a future expects is greater than the forward growth on the curve.
  ///
  /// The future on a term index fixes 1/P(s, e) at s; its growth is the forward one times exp(v) with
  /// v = σ²∫₀ˢ B(u,e)(B(u,e) − B(u,s)) du and B(u,t) = (1 − exp(−a(t − u)))/a. That on overnight rates compounded from s
  /// to e goes on moving until e, which adds σ²∫ₛᵉ B(u,e)² du.
  ///
  /// Sources: G. Kirikos and D. Novak, "Convexity conundrums", Risk, March 1997 (QuantLib's `HullWhite::convexityBias`);
  /// M. Henrard, "Overnight futures: convexity adjustment" (2018). Years from today, 0 ≤ start < end.
  func futureGrowthFactor(startYears s: Double, endYears e: Double, isOvernight: Bool) -> Double {
    let untilStart = squared(e, upTo: s) - product(s, e)
    let whileRunning = isOvernight ? squared(e, upTo: e) - squared(e, upTo: s) : 0
    return exp(volatility * volatility * (untilStart + whileRunning))
  }

  /// ∫₀ˣ B(u,t)² du.
  private func squared(_ t: Double, upTo x: Double) -> Double { integral(t, t, upTo: x) }

  /// ∫₀ˢ B(u,e)·B(u,s) du.
  private func product(_ s: Double, _ e: Double) -> Double { integral(s, e, upTo: s) }

  /// ∫₀ˣ B(u,p)·B(u,q) du, by the limit for a pull near 0, where differences of exponentials would cancel.
  private func integral(_ p: Double, _ q: Double, upTo x: Double) -> Double {
    let a = meanReversion
    if a * max(p, q) < 1e-4 {
      // B ≈ (t − u)(1 − a(t − u)/2 + a²(t − u)²/6), by Simpson's rule, exact up to the third power of u.
      func value(_ u: Double) -> Double { length(p - u) * length(q - u) }
      let panels = 8
      let width = x / Double(panels)
      return (0..<panels).reduce(0) { sum, panel in
        let left = Double(panel) * width
        return sum + width / 6 * (value(left) + 4 * value(left + width / 2) + value(left + width))
      }
    }
    func grown(_ t: Double) -> Double { exp(-a * t) * expm1(a * x) / a }
    return (x - grown(p) - grown(q) + exp(-a * (p + q)) * expm1(2 * a * x) / (2 * a)) / (a * a)
  }

  private func length(_ t: Double) -> Double { t * (1 - meanReversion * t / 2 * (1 - meanReversion * t / 3)) }
}
