import Glibc
import NumericalMethods

/// The five numbers of the two-factor Gaussian model from the prices of swaptions, by the price that is one integral (Brigo and Mercurio,
/// formula 4.31).
public struct G2Calibration: Sendable, Hashable {
  /// The first factor reverts at least as fast as the second: the two could change places.
  public let model: G2
  /// Model price / quoted price − 1, in the order of the quotes.
  public let errors: [Double]
  /// Root of the mean square of `errors`: how well five numbers describe the surface.
  public var meanError: Double { errors.rootMeanSquare }

  /// Where searches begin: a fast and a slow factor that offset each other, and two factors nearer to each other.
  private static let starts = [
    G2(
      first: HullWhite(meanReversion: 0.5, volatility: 0.01),
      second: HullWhite(meanReversion: 0.04, volatility: 0.01), correlation: -0.7),
    G2(
      first: HullWhite(meanReversion: 0.2, volatility: 0.008),
      second: HullWhite(meanReversion: 0.02, volatility: 0.006), correlation: -0.3),
  ]

  /// Makes the sum of squares of relative errors smallest; of two searches from different models the better one counts.
  ///
  /// The search is for the logarithms of mean reversions, between 10⁻⁵ and 5, and volatilities, between 10⁻⁶ and 0.2, and for the
  /// hyperbolic arc tangent of the correlation, between −0.999 and 0.999. A number at an end means that the prices ask for more than the
  /// model can do; a volatility at its lower end, that one factor is enough. Surfaces of few expiries or tenors leave the numbers open:
  /// other models may give the same prices, and the one that is found is then one of them.
  ///
  /// - Parameters:
  ///   - quotes: five at least, of different expiries and tenors.
  ///   - discountFactor: P(0, years) of the curve.
  public init(
    _ quotes: [CalibrationQuote], discountFactor: (Double) -> Double
  ) throws(CalibrationFailure) {
    try quotes.check(numbers: 5)
    func errors(_ numbers: [Double]) -> [Double] {
      let model = Self.model(numbers)
      return quotes.errors { model.value($0, discountFactor: discountFactor) }
    }
    var best: (fit: LeastSquaresFit, sum: Double)?
    for start in Self.starts {
      let search = LevenbergMarquardt(maxIterations: 100, tolerance: 1e-10)
      guard let fit = search.minimise(from: Self.numbers(start), errors) else { throw .pricesNotFinite }
      let sum = fit.residuals.reduce(0) { $0 + $1 * $1 }
      if best.map({ sum < $0.sum }) ?? true { best = (fit, sum) }
      // As near as prices are told.
      if fit.residuals.rootMeanSquare < 1e-7 { break }
    }
    guard let fit = best?.fit else { throw .pricesNotFinite }
    guard fit.converged || fit.residuals.rootMeanSquare < 1e-6 else { throw .notConverged }
    let found = Self.model(fit.parameters)
    model =
      found.first.meanReversion >= found.second.meanReversion
      ? found : G2(first: found.second, second: found.first, correlation: found.correlation)
    self.errors = fit.residuals
  }

  private static func numbers(_ model: G2) -> [Double] {
    [
      log(model.first.meanReversion), log(model.first.volatility), log(model.second.meanReversion),
      log(model.second.volatility), atanh(model.correlation),
    ]
  }

  private static func model(_ numbers: [Double]) -> G2 {
    // Beyond an end nothing changes any more, so that the search goes on with the other numbers alone.
    func factor(_ reversion: Double, _ volatility: Double) -> HullWhite {
      HullWhite(
        meanReversion: min(5, max(1e-5, exp(reversion))), volatility: min(0.2, max(1e-6, exp(volatility))))
    }
    return G2(
      first: factor(numbers[0], numbers[1]), second: factor(numbers[2], numbers[3]),
      correlation: min(0.999, max(-0.999, tanh(numbers[4]))))
  }
}
