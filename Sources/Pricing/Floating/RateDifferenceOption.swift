import Glibc
import Models

/// The right to what the difference of two swap rates is above a strike, or below it, paid on one day.
///
/// As the payment's bond expects them, the rates have the means of `SwapRatePayment`, M and N. Their deviations at the fixing, a and b, are
/// those of Bachelier's law at the money of each; with the contract's correlation ρ the difference is normal about M − N, with
/// v² = a² + b² − 2 ρ a b, and the option is worth D · Bachelier(M − N, v). A lognormal volatility gives the deviation under which options at the money
/// of the base market are worth the same.
struct RateDifferenceOption: Hashable {
  /// Which rate's vega it tells. One of the two carries the option's value, the other nothing else.
  enum Part: Hashable {
    case long, short
  }

  let right: OptionRight
  let strike: Double
  /// Payments of the rates alone, and their places.
  let long: SwapRatePayment
  let short: SwapRatePayment
  let longTerm: ProjectedFlows.Term
  let shortTerm: ProjectedFlows.Term
  let correlation: Double
  let part: Part

  var volatility: RateVolatility? {
    switch part {
    case .long: long.volatility
    case .short: short.volatility
    }
  }
}

extension OptionWriter {
  /// Fills the row of the value and those of its slopes; of a slope needed on the base market alone, the first column.
  func write(_ option: RateDifferenceOption, row: Int, of matrix: UnsafeMutablePointer<Double>) {
    let discount = sum([option.long.payment], matrix)
    let long = sum([option.longTerm], matrix)
    let short = sum([option.shortTerm], matrix)
    let means = (0..<columns).map { (long[$0] - short[$0]) / discount[$0] }
    let ofLong = deviations(option.long, matrix)
    let ofShort = deviations(option.short, matrix)
    let correlation = option.correlation
    let whole = (0..<columns).map { column in
      let (a, b) = (ofLong[column].value, ofShort[column].value)
      return max(0, a * a + b * b - 2 * correlation * a * b).squareRoot()
    }
    let formula = OptionBatch.derivatives(
      option.right, .normal, forwards: means, strike: option.strike, deviations: whole)
    let isValue = option.part == .long
    let out = matrix + row * stride
    for column in 0..<columns { out[column] = isValue ? discount[column] * formula.values[column] : 0 }
    for (place, slope) in slopes.enumerated() {
      let out = matrix + (row + 1 + place) * stride
      let count = slope.isForAll ? columns : 1
      for column in 0..<columns { out[column] = 0 }
      switch slope.sum {
      case .rateConvexity: break
      case .vega:
        let sign = isValue ? 1.0 : -1
        let ofMean = slopeSum([isValue ? option.longTerm : option.shortTerm], .vega, matrix, count)
        let (own, other) = isValue ? (ofLong, ofShort) : (ofShort, ofLong)
        for column in 0..<count {
          let spread =
            whole[column] > 0
            ? (own[column].value - correlation * other[column].value) / whole[column] * own[column].vega : 0
          out[column] =
            discount[column] * formula.vegas[column] * spread
            + sign * formula.deltas[column] * ofMean[column]
        }
      case .value, .rateDuration, .spreadDuration, .keyRate:
        guard isValue else { break }
        let ofLong = slopeSum([option.longTerm], slope.sum, matrix, count)
        let ofShort = slopeSum([option.shortTerm], slope.sum, matrix, count)
        let ofDiscount = slopeSum([option.long.payment], slope.sum, matrix, count)
        for column in 0..<count {
          let delta = formula.deltas[column]
          out[column] =
            delta * (ofLong[column] - ofShort[column])
            + (formula.values[column] - delta * means[column]) * ofDiscount[column]
        }
      }
    }
  }

  /// Of a rate at its fixing, by column, and how they move with what vega is told for; not a number where the volatilities give none.
  private func deviations(_ payment: SwapRatePayment, _ matrix: UnsafeMutablePointer<Double>) -> [(
    value: Double, vega: Double
  )] {
    guard let volatility = payment.volatility else { return Array(repeating: (0, 0), count: columns) }
    let surface = flows.surfaces[volatility.surface]
    let forward = sum(payment.underlying, matrix)[0] / sum(payment.annuity, matrix)[0]
    let volatilities = surface.volatilities(volatility, strike: forward, forward: forward)
    let later = volatility.laterVarianceYears
    return (0..<columns).map { column in
      let root = (later.isEmpty ? volatility.varianceYears : later[column]).squareRoot()
      let deviation = volatilities[column] * root
      switch surface.type {
      case .normal: return (deviation, root * surface.vegaUnit)
      case .lognormal(let shift):
        // (F + shift) · (2 N(d / 2) − 1) is worth v / √(2 π).
        let level = (forward + shift) * (2 * Double.pi).squareRoot()
        return (
          level * erf(deviation / 8.0.squareRoot()),
          (forward + shift) * exp(-deviation * deviation / 8) * root * surface.vegaUnit
        )
      }
    }
  }
}
