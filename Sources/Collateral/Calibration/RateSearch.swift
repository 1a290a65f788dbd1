import NumericalMethods

/// Finds parameters of monthly rates from histories by maximum likelihood, where the events of a month are binomial, and how well
/// they are known.
///
/// Twice the missing log likelihood is a sum of squares (of deviance residuals), which `LevenbergMarquardt` makes small.
struct RateSearch {
  /// The months of each history at some parameters, always as many; `nil` where no model has such parameters.
  let months: ([Double]) -> [[CalibrationTest.Month]]?

  struct Found {
    let parameters: [Double]
    let logLikelihood: Double
    /// `nil` where the likelihood is flat in some direction.
    let errors: LikelihoodErrors?
    let iterations: Int
  }

  /// `nil` where the search does not end, or cannot start.
  func maximum(from start: [Double]) -> Found? {
    guard let first = months(start) else { return nil }
    let count = first.reduce(0) { $0 + $1.count }
    let found = LevenbergMarquardt(tolerance: 1e-10).minimise(from: start) { values in
      guard let months = months(values) else { return [Double](repeating: .nan, count: count) }
      return months.flatMap { $0.map(\.devianceResidual) }
    }
    guard let found, found.converged, let likelihoods = logLikelihoods(found.parameters) else { return nil }
    return Found(
      parameters: found.parameters, logLikelihood: likelihoods.reduce(0, +),
      errors: errors(found.parameters, likelihoods), iterations: found.iterations)
  }

  /// Of each history.
  private func logLikelihoods(_ parameters: [Double]) -> [Double]? {
    months(parameters)?.map { $0.reduce(0) { $0 + $1.logLikelihood } }
  }

  /// By central differences, twentieths of a standard error wide: so near, a likelihood is a parabola to a thousandth, and the
  /// difference has eight digits left.
  private func errors(_ parameters: [Double], _ middle: [Double]) -> LikelihoodErrors? {
    let count = parameters.count
    func moved(_ steps: [(Int, Double)]) -> [Double]? {
      var moved = parameters
      for (index, step) in steps { moved[index] += step }
      return logLikelihoods(moved)
    }
    var steps: [Double] = []
    var scores = middle.map { _ in [Double](repeating: 0, count: count) }
    var information = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for index in 0..<count {
      var step = 1e-4 * max(abs(parameters[index]), 1e-4)
      // The second round has the width that the first one finds.
      for round in 0..<2 {
        guard let above = moved([(index, step)]), let below = moved([(index, -step)]) else { return nil }
        var curvature = 0.0
        for history in middle.indices {
          curvature -= (above[history] - middle[history]) + (below[history] - middle[history])
          scores[history][index] = (above[history] - below[history]) / (2 * step)
        }
        information[index][index] = curvature / (step * step)
        guard curvature > 0, curvature.isFinite else { return nil }
        if round == 0 { step = 0.05 / information[index][index].squareRoot() }
      }
      steps.append(step)
    }
    for index in 0..<count {
      for other in 0..<index {
        let (one, two) = (steps[index], steps[other])
        guard let both = moved([(index, one), (other, two)]),
          let neither = moved([(index, -one), (other, -two)]),
          let first = moved([(index, one), (other, -two)]), let second = moved([(index, -one), (other, two)])
        else { return nil }
        var mixed = 0.0
        for history in middle.indices {
          mixed += (first[history] - both[history]) + (second[history] - neither[history])
        }
        information[index][other] = mixed / (4 * one * two)
        information[other][index] = information[index][other]
      }
    }
    return LikelihoodErrors(information: information, scores: scores)
  }
}

extension RateSearch.Found {
  /// The parameters under their names.
  func fitted(_ names: [String]) -> [FittedParameter] {
    names.indices.map {
      FittedParameter(
        name: names[$0], value: parameters[$0], standardError: errors?.standard[$0],
        clusteredError: errors?.clustered?[$0])
    }
  }
}
