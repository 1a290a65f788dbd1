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
  private var clusters: [Int] = []

  /// No observations yet. Precondition: at least one covariate; a constant is one of them.
  public init(columns: Int) {
    precondition(columns >= 1, "a rate depends on something, if only on a constant")
    self.columns = columns
  }

  /// Adds trials that have the same covariates, and how many of them came to the event.
  ///
  /// - Parameter cluster: what observations that may move together have in common, counted from 0 and never falling from one
  ///   observation to the next.
  public mutating func add(_ row: [Double], trials: Double, events: Double, cluster: Int) {
    precondition(row.count == columns && events >= 0 && events <= trials, "events are of the trials")
    precondition(cluster >= clusters.last ?? 0, "observations come cluster by cluster")
    guard trials > 0 else { return }
    covariates += row
    self.trials.append(trials)
    self.events.append(events)
    clusters.append(cluster)
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
        guard let last = derivatives(coefficients),
          let errors = LikelihoodErrors(information: last.information, scores: scores(coefficients))
        else { return nil }
        return LogBinomialFit(
          coefficients: coefficients, errors: errors, logLikelihood: last.logLikelihood, iterations: iteration
        )
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

  /// The gradient of each cluster alone.
  private func scores(_ coefficients: [Double]) -> [[Double]] {
    var scores: [[Double]] = []
    for row in trials.indices {
      if row == 0 || clusters[row] != clusters[row - 1] {
        scores.append([Double](repeating: 0, count: columns))
      }
      let covariates = covariates[row * columns..<(row + 1) * columns]
      let rate = exp(zip(covariates, coefficients).reduce(0) { $0 + $1.0 * $1.1 })
      let slope = events[row] - (trials[row] - events[row]) * rate / (1 - rate)
      for (column, covariate) in covariates.enumerated() {
        scores[scores.count - 1][column] += slope * covariate
      }
    }
    return scores
  }
}

/// The maximum of a likelihood, and how sharp it is.
public struct LogBinomialFit: Sendable, Hashable {
  public let coefficients: [Double]
  /// Of the coefficients.
  public let errors: LikelihoodErrors
  public let logLikelihood: Double
  public let iterations: Int
}
