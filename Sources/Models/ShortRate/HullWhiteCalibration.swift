import Glibc
import NumericalMethods

/// Mean reversion and volatility of the Hull-White model from the prices of a strip of swaptions or caplets.
public struct HullWhiteCalibration: Sendable, Hashable {
  public let model: HullWhite
  /// Model price / quoted price − 1, in the order of the quotes.
  public let errors: [Double]
  /// Root of the mean square of `errors`: how well two numbers describe the strip.
  public var meanError: Double { errors.rootMeanSquare }

  /// Makes the sum of squares of relative errors smallest, from mean reversion 5% and volatility 1% on.
  ///
  /// The search is for the logarithms of both, so that neither falls below 0. Mean reversion stays between 10⁻⁶ and 10 and volatility
  /// between 10⁻⁷ and 1. A mean reversion at its lower end means that long expiries are dearer than any pull to the mean allows.
  ///
  /// - Parameter discountFactor: P(0, years) of the curve.
  public init(
    _ quotes: [CalibrationQuote], discountFactor: (Double) -> Double
  ) throws(CalibrationFailure) {
    try quotes.check(numbers: 2)
    // Beyond an end nothing changes any more, so that the search goes on with the other number alone.
    func model(_ logarithms: [Double]) -> HullWhite {
      HullWhite(
        meanReversion: min(10, max(1e-6, exp(logarithms[0]))),
        volatility: min(1, max(1e-7, exp(logarithms[1]))))
    }
    func errors(_ logarithms: [Double]) -> [Double] {
      let model = model(logarithms)
      return quotes.errors { model.value($0, discountFactor: discountFactor) }
    }
    guard let fit = LevenbergMarquardt(maxIterations: 200).minimise(from: [log(0.05), log(0.01)], errors)
    else { throw .pricesNotFinite }
    guard fit.converged else { throw .notConverged }
    self.model = model(fit.parameters)
    self.errors = fit.residuals
  }
}
