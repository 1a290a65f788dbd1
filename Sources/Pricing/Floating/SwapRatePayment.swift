import Models

/// What a coupon on a swap rate S pays: the rate, or what it is above or below a strike, on a day of its own.
///
/// S is what the floating side of a swap is worth over A, what a fixed rate of 1 is worth. With A as numeraire, what the payment day's
/// bond is worth at the fixing is taken to be linear in S, as small parallel moves of a one-factor Gaussian model make it. Then a
/// payoff g is worth D · (E[g] + B · (E[S g] − S · E[g])), D the payment's discount factor and
/// B = (H − A · G) / (Z + S · H). H is Σ years · D · G over the fixed side, Z the last day's D · G, and G = (1 − e^(−κ t)) / κ, how far a
/// bond of t years from the fixing falls with the short rate.
///
/// Andersen, L., Piterbarg, V. (2010): Interest Rate Modeling, 16.3.2 and 16.6. With one volatility for all strikes the adjustment B · Var(S) is
/// that of Hagan, P. (2003): Convexity conundrums, Wilmott, March.
struct SwapRatePayment: Hashable {
  let payoff: SwapRateDistribution.Payoff
  /// What the floating side of the swap is worth.
  let underlying: [ProjectedFlows.Term]
  /// A.
  let annuity: [ProjectedFlows.Term]
  /// H.
  let weightedAnnuity: [ProjectedFlows.Term]
  /// Z.
  let last: ProjectedFlows.Term
  /// D.
  let payment: ProjectedFlows.Term
  /// G of the payment.
  let paymentMove: Double
  /// `nil` where the rate does not move any more.
  let volatility: RateVolatility?
}

extension OptionWriter {
  /// Fills the row of the value and those of its slopes; of a slope needed on the base market alone, the first column. There is no second
  /// derivative: contracts that pay swap rates have no convexity.
  func write(_ payment: SwapRatePayment, row: Int, of matrix: UnsafeMutablePointer<Double>) {
    let annuity = sum(payment.annuity, matrix)
    let weighted = sum(payment.weightedAnnuity, matrix)
    let last = sum([payment.last], matrix)
    let discount = sum([payment.payment], matrix)
    let underlying = sum(payment.underlying, matrix)
    let rates = (0..<columns).map { underlying[$0] / annuity[$0] }
    let expected = expectations(payment, rates)
    var tilts = [Double](repeating: 0, count: columns)
    let out = matrix + row * stride
    for column in 0..<columns {
      let (rate, one) = (rates[column], expected[column])
      tilts[column] =
        (weighted[column] - annuity[column] * payment.paymentMove) / (last[column] + rate * weighted[column])
      out[column] = discount[column] * one.adjusted(rate, tilts[column])
    }
    let unit = payment.volatility.map { flows.surfaces[$0.surface].vegaUnit } ?? 0
    for (place, slope) in slopes.enumerated() {
      let out = matrix + (row + 1 + place) * stride
      let count = slope.isForAll ? columns : 1
      for column in count..<columns { out[column] = 0 }
      switch slope.sum {
      case .rateConvexity:
        for column in 0..<count { out[column] = 0 }
      case .vega:
        for column in 0..<count {
          let one = expected[column]
          let rise = one.payoffVega + tilts[column] * (one.productVega - rates[column] * one.payoffVega)
          out[column] = discount[column] * rise * unit
        }
      case .value, .rateDuration, .spreadDuration, .keyRate:
        let ofUnderlying = slopeSum(payment.underlying, slope.sum, matrix, count)
        let ofAnnuity = slopeSum(payment.annuity, slope.sum, matrix, count)
        let ofWeighted = slopeSum(payment.weightedAnnuity, slope.sum, matrix, count)
        let ofLast = slopeSum([payment.last], slope.sum, matrix, count)
        let ofDiscount = slopeSum([payment.payment], slope.sum, matrix, count)
        for column in 0..<count {
          let (rate, tilt, one) = (rates[column], tilts[column], expected[column])
          let rateMove = (ofUnderlying[column] - rate * ofAnnuity[column]) / annuity[column]
          let whole = last[column] + rate * weighted[column]
          let tiltMove =
            (ofWeighted[column] - payment.paymentMove * ofAnnuity[column]
              - tilt * (ofLast[column] + rate * ofWeighted[column] + weighted[column] * rateMove)) / whole
          let byRate =
            one.payoffDelta + tilt * (one.productDelta - one.payoff - rate * one.payoffDelta)
          out[column] =
            ofDiscount[column] * one.adjusted(rate, tilt)
            + discount[column] * (byRate * rateMove + (one.product - rate * one.payoff) * tiltMove)
        }
      }
    }
  }

  /// By column; not a number where the volatilities give none.
  private func expectations(_ payment: SwapRatePayment, _ rates: [Double]) -> [PayoffExpectation] {
    func certain(_ rate: Double) -> PayoffExpectation {
      SwapRateDistribution(type: .normal, forward: rate, years: 0, smile: .flat(0))
        .expectation(of: payment.payoff) ?? .undefined
    }
    guard let volatility = payment.volatility else { return rates.map(certain) }
    let surface = flows.surfaces[volatility.surface]
    let smiles = surface.smiles(volatility, forward: rates[0])
    let later = volatility.laterVarianceYears
    return rates.indices.map { column in
      let years = later.isEmpty ? volatility.varianceYears : later[column]
      guard years > 0 else { return certain(rates[column]) }
      return smiles[column].flatMap {
        SwapRateDistribution(
          type: surface.type, forward: rates[column], years: years, smile: $0
        ).expectation(of: payment.payoff)
      } ?? .undefined
    }
  }
}

extension PayoffExpectation {
  /// E[g] + B · (E[S g] − S · E[g]): what is paid, as the payment's own bond expects it.
  fileprivate func adjusted(_ rate: Double, _ tilt: Double) -> Double {
    payoff + tilt * (product - rate * payoff)
  }
}
