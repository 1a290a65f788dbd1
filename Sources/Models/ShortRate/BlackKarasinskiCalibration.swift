import Glibc
import NumericalMethods

/// Mean reversion and volatility of the Black-Karasinski model from the prices of a strip of swaptions, each on a lattice of its own.
public struct BlackKarasinskiCalibration: Sendable, Hashable {
  public let model: BlackKarasinski
  /// Model price / quoted price − 1, in the order of the quotes.
  public let errors: [Double]
  /// Root of the mean square of `errors`: how well two numbers describe the strip.
  public var meanError: Double { errors.rootMeanSquare }

  public enum Failure: Error, Sendable, Hashable {
    case quotes(CalibrationFailure)
    /// Rates of the model are above 0; those of the curve are not.
    case curve(BlackKarasinskiLattice.CurveFailure)
  }

  /// Makes the sum of squares of relative errors smallest, from mean reversion 5% and volatility 20% on.
  ///
  /// The search is for the logarithms of both: mean reversion stays between 10⁻⁵ and 5, volatility between 10⁻³ and 2.
  ///
  /// - Parameters:
  ///   - steps: of each swaption's lattice. Prices at the money move by up to 2 / steps of themselves, 3% at 60; prices are to
  ///     be valued later with as many.
  ///   - discountFactor: P(0, years) of the curve; falling.
  public init(
    _ quotes: [CalibrationQuote], steps: Int = 60, discountFactor: (Double) -> Double
  ) throws(Failure) {
    do throws(CalibrationFailure) { try quotes.check(numbers: 2) } catch { throw .quotes(error) }
    func model(_ logarithms: [Double]) -> BlackKarasinski {
      BlackKarasinski(
        meanReversion: min(5, max(1e-5, exp(logarithms[0]))),
        volatility: min(2, max(1e-3, exp(logarithms[1]))))
    }
    var failure: BlackKarasinskiLattice.CurveFailure?
    func errors(_ logarithms: [Double]) -> [Double] {
      let model = model(logarithms)
      return quotes.errors { option in
        do throws(BlackKarasinskiLattice.CurveFailure) {
          return try model.value(option, steps: steps, discountFactor: discountFactor)
        } catch {
          failure = error
          return .nan
        }
      }
    }
    let search = LevenbergMarquardt(maxIterations: 60, tolerance: 1e-9)
    guard let fit = search.minimise(from: [log(0.05), log(0.2)], errors) else {
      throw failure.map { .curve($0) } ?? .quotes(.pricesNotFinite)
    }
    guard fit.converged else { throw .quotes(.notConverged) }
    self.model = model(fit.parameters)
    self.errors = fit.residuals
  }
}
