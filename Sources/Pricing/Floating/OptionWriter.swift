import Models

/// Writes the rows of options into a table of products whose rows before them are there.
///
/// With U the floating side, N the numeraire and R = U / N the rate, the value V = N · c(R) is homogeneous in U and N: dV = Δ · dU +
/// (c − Δ R) · dN and d²V = Δ · d²U + (c − Δ R) · d²N + Γ / N · (dU − R dN)².
struct OptionWriter {
  let flows: ProjectedFlows
  let slopes: [(sum: ProjectedSum, isForAll: Bool)]
  let stride: Int
  let columns: Int
  private let tents: KeyRateTents

  init(
    _ flows: ProjectedFlows, _ slopes: [(sum: ProjectedSum, isForAll: Bool)], stride: Int, columns: Int,
    _ tents: KeyRateTents
  ) {
    self.flows = flows
    self.slopes = slopes
    self.stride = stride
    self.columns = columns
    self.tents = tents
  }

  /// Fills the row of the option's value and those of its slopes; of a slope needed on the base market alone, the first column.
  func write(_ option: RateOption, row: Int, of matrix: UnsafeMutablePointer<Double>) {
    let underlying = sum(option.underlying, matrix)
    let numeraire = sum(option.numeraire, matrix)
    let rates = (0..<columns).map { underlying[$0] / numeraire[$0] }
    var roots = [Double](repeating: 0, count: columns)
    var deviations = [Double](repeating: 0, count: columns)
    var type = VolatilityType.normal
    var unit = 0.0
    if let volatility = option.volatility {
      let surface = flows.surfaces[volatility.surface]
      let later = volatility.laterVarianceYears
      for column in 0..<columns {
        roots[column] = (later.isEmpty ? volatility.varianceYears : later[column]).squareRoot()
      }
      deviations = surface.volatilities(volatility, strike: option.strike, forward: rates[0])
      for column in 0..<columns { deviations[column] *= roots[column] }
      (type, unit) = (surface.type, surface.vegaUnit)
    }
    let formula = OptionBatch.derivatives(
      option.right, type, forwards: rates, strike: option.strike, deviations: deviations)
    let out = matrix + row * stride
    for column in 0..<columns { out[column] = numeraire[column] * formula.values[column] }
    for (place, slope) in slopes.enumerated() {
      let out = matrix + (row + 1 + place) * stride
      let count = slope.isForAll ? columns : 1
      if slope.sum == .vega {
        for column in 0..<count {
          out[column] = numeraire[column] * formula.vegas[column] * roots[column] * unit
        }
      } else {
        let ofUnderlying = slopeSum(option.underlying, slope.sum, matrix, count)
        let ofNumeraire = slopeSum(option.numeraire, slope.sum, matrix, count)
        for column in 0..<count {
          let delta = formula.deltas[column]
          out[column] =
            delta * ofUnderlying[column]
            + (formula.values[column] - delta * rates[column]) * ofNumeraire[column]
        }
        if slope.sum == .rateConvexity {
          let first = slopeSum(option.underlying, .rateDuration, matrix, count)
          let second = slopeSum(option.numeraire, .rateDuration, matrix, count)
          for column in 0..<count {
            let move = first[column] - rates[column] * second[column]
            out[column] += formula.gammas[column] / numeraire[column] * move * move
          }
        }
      }
      for column in count..<columns { out[column] = 0 }
    }
  }

  /// Σ weight · value, by column.
  func sum(_ terms: [ProjectedFlows.Term], _ matrix: UnsafeMutablePointer<Double>) -> [Double] {
    var sum = [Double](repeating: 0, count: columns)
    for term in terms {
      let row = matrix + flows.row(term, slopes: slopes.count) * stride
      for column in 0..<columns { sum[column] += term.weight * row[column] }
    }
    return sum
  }

  /// Σ weight · slope, in the first columns.
  func slopeSum(
    _ terms: [ProjectedFlows.Term], _ kind: ProjectedSum, _ matrix: UnsafeMutablePointer<Double>, _ count: Int
  ) -> [Double] {
    var sum = [Double](repeating: 0, count: count)
    for term in terms {
      var weight = term.weight
      var row = matrix + flows.row(term, slopes: slopes.count) * stride
      if term.product >= 0 {
        weight *= kind.weight(of: flows.products[Int(term.product)], flows.curves, tents)
      } else {
        guard let place = slopes.firstIndex(where: { $0.sum == kind }) else {
          preconditionFailure("only what has rows is summed")
        }
        row += (1 + place) * stride
      }
      guard weight != 0 else { continue }
      for column in 0..<count { sum[column] += weight * row[column] }
    }
    return sum
  }
}
