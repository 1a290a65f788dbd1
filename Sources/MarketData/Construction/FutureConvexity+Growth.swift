import DatesAndConventions
import NumericalMethods

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
    let untilStart = GaussLegendre.integral(from: 0, to: s) { pull(e - $0) * (pull(e - $0) - pull(s - $0)) }
    let whileRunning =
      isOvernight ? GaussLegendre.integral(from: s, to: e) { pull(e - $0) * pull(e - $0) } : 0
    return Exponential.exp(volatility * volatility * (untilStart + whileRunning))
  }

  /// B over so many years.
  private func pull(_ years: Double) -> Double {
    years * ExponentialMoments(SIMD4(repeating: meanReversion * years)).zeroth[0]
  }
}
