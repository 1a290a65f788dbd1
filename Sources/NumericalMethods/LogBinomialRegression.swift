import Foundation

/// Finds the rate of rare events by maximum likelihood, where its logarithm is a line in some covariates: p = e^(x·β).
///
/// The log likelihood Σ events · x·β + (trials − events) · ln(1 − e^(x·β)) is concave where all rates are below 1, so that Newton's
/// steps, halved until they help and stay there, come to its only maximum.
///
/// McCullagh, P. and Nelder, J. (1989): Generalized Linear Models, 2nd ed., chapter 4.
public struct LogBinomialRegression: Sendable {
  private let columns: Int
  private var covariates: [Double] = []
  private var trials: [Double] = []
  private var events: [Double] = []

  /// No observations yet. Precondition: at least one covariate; a constant is one of them.
  public init(columns: Int) {
    precondition(columns >= 1, "a rate depends on something, if only on a constant")
    self.columns = columns
  }

  /// Adds trials that have the same covariates, and how many of them came to the event.
  public mutating func add(_ row: [Double], trials: Double, events: Double) {
    precondition(row.count == columns && events >= 0 && events <= trials, "events are of the trials")
    guard trials > 0 else { return }
    covariates += row
    self.trials.append(trials)
    self.events.append(events)
  }

  /// Where the likelihood is greatest; `nil` where some combination of covariates does not tell events apart, or tells them apart
  /// perfectly.
  ///
  /// - Parameter start: rates below 1 for every observation.
  public func fit(from start: [Double]) -> LogBinomialFit? {
    precondition(start.count == columns, "one start for each covariate")
    var coefficients = start
    guard var current = derivatives(coefficients) else { return nil }
    for iteration in 1...100 {
      guard let step = LinearSystem.solve(current.information, current.gradient) else { return nil }
      // What the step would gain if the likelihood were a parabola.
      let gain = zip(step, current.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      if gain < 1e-9 {
        // So near, Newton's last step doubles the digits.
        coefficients = zip(coefficients, step).map { $0 + $1 }
        guard let last = derivatives(coefficients), let errors = standardErrors(last.information) else {
          return nil
        }
        return LogBinomialFit(
          coefficients: coefficients, standardErrors: errors, logLikelihood: last.logLikelihood,
          iterations: iteration)
      }
      var part = 1.0
      while true {
        let trial = zip(coefficients, step).map { $0 + part * $1 }
        if let next = derivatives(trial), next.logLikelihood > current.logLikelihood {
          (coefficients, current) = (trial, next)
          break
        }
        part /= 2
        if part < 1e-10 { return nil }
      }
    }
    return nil
  }

  private struct Derivatives {
    var logLikelihood = 0.0
    var gradient: [Double]
    /// Second derivatives, negative.
    var information: [[Double]]
  }

  /// `nil` where a rate is not below 1.
  private func derivatives(_ coefficients: [Double]) -> Derivatives? {
    var result = Derivatives(
      gradient: [Double](repeating: 0, count: columns),
      information: [[Double]](repeating: [Double](repeating: 0, count: columns), count: columns))
    for row in trials.indices {
      let start = row * columns
      var logarithm = 0.0
      for column in 0..<columns { logarithm += covariates[start + column] * coefficients[column] }
      guard logarithm < -1e-12 else { return nil }
      let rate = exp(logarithm)
      let without = trials[row] - events[row]
      result.logLikelihood += events[row] * logarithm + without * log1p(-rate)
      let odds = rate / (1 - rate)
      let slope = events[row] - without * odds
      let curvature = without * odds / (1 - rate)
      for column in 0..<columns {
        let covariate = covariates[start + column]
        if covariate == 0 { continue }
        result.gradient[column] += slope * covariate
        for other in 0...column {
          result.information[column][other] += curvature * covariate * covariates[start + other]
        }
      }
    }
    for column in 0..<columns {
      for other in 0..<column { result.information[other][column] = result.information[column][other] }
    }
    return result.logLikelihood.isFinite ? result : nil
  }

  /// Square roots of the diagonal of the inverse of what the data tell.
  private func standardErrors(_ information: [[Double]]) -> [Double]? {
    var errors: [Double] = []
    for column in 0..<columns {
      let unit = (0..<columns).map { $0 == column ? 1.0 : 0 }
      guard let inverse = LinearSystem.solve(information, unit), inverse[column] > 0 else { return nil }
      errors.append(inverse[column].squareRoot())
    }
    return errors
  }
}

/// The maximum of a likelihood, and how sharp it is.
public struct LogBinomialFit: Sendable, Hashable {
  public let coefficients: [Double]
  /// Of the coefficients, from the second derivatives at the maximum.
  public let standardErrors: [Double]
  public let logLikelihood: Double
  public let iterations: Int
}
