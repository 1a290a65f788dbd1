import Glibc
import NumericalMethods

/// Finds ρ and ν of a SABR model whose volatility at the money is exactly the quoted one, for a β that is given.
///
/// β and ρ both turn the smile, so that one expiry's quotes cannot tell them apart: β says how volatility moves with the level,
/// which is a decision about hedges.
public struct SABRCalibration: Sendable, Hashable {
  /// A quoted volatility; its weight multiplies the error.
  public struct Quote: Sendable, Hashable {
    public let strike: Double
    public let volatility: Double
    public let weight: Double

    public init(strike: Double, volatility: Double, weight: Double = 1) {
      self.strike = strike
      self.volatility = volatility
      self.weight = weight
    }
  }

  public let forward: Double
  public let years: Double
  /// Volatility at the strike that is the forward, of the type that the expansion gives.
  public let atTheMoney: Double
  /// Volatilities at other strikes, of the same type; at least two.
  public let quotes: [Quote]
  public let beta: Double
  public let shift: Double
  public let expansion: SABR.Expansion

  public init(
    forward: Double, years: Double, atTheMoney: Double, quotes: [Quote], beta: Double, shift: Double = 0,
    expansion: SABR.Expansion
  ) {
    self.forward = forward
    self.years = years
    self.atTheMoney = atTheMoney
    self.quotes = quotes
    self.beta = beta
    self.shift = shift
    self.expansion = expansion
  }

  /// The model that fits best, by Levenberg and Marquardt's method from the best of nine guesses.
  public func fit() -> Result<SABRFit, SABRCalibrationFailure> {
    if let problem { return .failure(problem) }
    let starts = [-0.5, 0, 0.5].flatMap { rho in [0.1, 0.4, 1.2].map { [atanh(rho), log($0)] } }
    let guesses = starts.map { ($0, residuals($0).reduce(0) { $0 + $1 * $1 }) }.filter { $0.1.isFinite }
    guard let best = guesses.min(by: { $0.1 < $1.1 }),
      let found = LevenbergMarquardt(maxIterations: 200).minimise(from: best.0, residuals),
      let model = model(found.parameters)
    else { return .failure(.noModel) }
    let errors = quotes.map { quote in
      (model.volatility(strike: quote.strike, forward: forward, years: years) ?? .infinity) - quote.volatility
    }
    let worst = errors.indices.max { abs(errors[$0]) < abs(errors[$1]) } ?? 0
    return .success(
      SABRFit(
        model: model,
        rootMeanSquareError: (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot(),
        largestError: errors[worst], largestErrorStrike: quotes[worst].strike,
        converged: found.converged))
  }

  /// The first quote that cannot be fitted, or parameter out of range.
  private var problem: SABRCalibrationFailure? {
    let unbounded = expansion == .normal && beta == 0
    guard (0...1).contains(beta), shift.isFinite, years > 0, years.isFinite else { return .parameters }
    guard forward.isFinite, unbounded || forward + shift > 0 else { return .forward }
    guard atTheMoney > 0, atTheMoney.isFinite else { return .atTheMoney }
    guard quotes.count >= 2 else { return .tooFewQuotes }
    for quote in quotes {
      guard quote.strike.isFinite, unbounded || quote.strike + shift > 0, quote.volatility > 0,
        quote.volatility.isFinite, quote.weight >= 0, quote.weight.isFinite
      else { return .quote(strike: quote.strike) }
    }
    return nil
  }

  /// Any two numbers are a correlation and a volatility of volatility.
  private func model(_ parameters: [Double]) -> SABR? {
    SABR(
      atTheMoney: atTheMoney, forward: forward, years: years, beta: beta, rho: 0.9999 * tanh(parameters[0]),
      nu: exp(parameters[1]), shift: shift, expansion: expansion)
  }

  /// Errors relative to the volatility at the money.
  private func residuals(_ parameters: [Double]) -> [Double] {
    guard let model = model(parameters) else { return quotes.map { _ in .nan } }
    return quotes.map { quote in
      let volatility = model.volatility(strike: quote.strike, forward: forward, years: years) ?? .nan
      return quote.weight * (volatility - quote.volatility) / atTheMoney
    }
  }
}

/// A calibrated SABR model and how well it meets its quotes, in units of volatility.
public struct SABRFit: Sendable, Hashable {
  public let model: SABR
  public let rootMeanSquareError: Double
  /// Of the quote that is met worst: model less quote.
  public let largestError: Double
  public let largestErrorStrike: Double
  /// Whether the search ended by itself.
  public let converged: Bool
}

/// Why no SABR model was fitted.
public enum SABRCalibrationFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case parameters
  case forward
  case atTheMoney
  case tooFewQuotes
  case quote(strike: Double)
  /// No correlation and volatility of volatility tried has the volatility at the money.
  case noModel

  public var description: String {
    switch self {
    case .parameters: "beta lies from 0 to 1, the shift is finite and years are above 0"
    case .forward:
      "the forward plus the shift must be above 0; raise the shift, or take normal volatilities and a beta of 0"
    case .atTheMoney: "the volatility at the money must be above 0"
    case .tooFewQuotes: "give at least two volatilities away from the money"
    case .quote(let strike):
      "the quote at \(strike): strike plus shift, volatility and weight must be above 0 and finite"
    case .noModel: "no SABR model has this volatility at the money and is defined at every quoted strike"
    }
  }
}
