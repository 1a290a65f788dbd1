import Foundation

/// Flows discounted at a compound yield, whole periods compounded, the odd first one compounded or simple.
///
/// With f periods a year, yield y compounded m times a year and δ = (m/f) ln(1 + y/m) per period:
/// P = G(y) Σ aᵢ exp(−δ tᵢ), where G = 1 / (1 + w y/f) when the first w of a period earns simple interest (31 CFR 356
/// Appendix B) and the times tᵢ then begin after it; otherwise G = 1.
struct CompoundYield: Sendable {
  let flows: SteppedFlows
  let periodsPerYear: Double
  /// m, how often a year the quoted yield compounds.
  let compoundingsPerYear: Double
  /// w in periods; `nil` when all is compounded.
  let simplePeriod: Double?

  init(
    flows: SteppedFlows, periodsPerYear: Double, compoundingsPerYear: Double, simplePeriod: Double? = nil
  ) {
    self.flows = flows
    self.periodsPerYear = periodsPerYear
    self.compoundingsPerYear = compoundingsPerYear
    self.simplePeriod = simplePeriod
  }

  /// `nil` for a yield at or below −100% a compounding period, or one that leaves the range of numbers.
  func price(yield: Double) -> Double? {
    guard let delta = rate(yield: yield) else { return nil }
    let price = discounted(delta).value
    return price.isFinite ? price : nil
  }

  /// `nil` when no yield gives `price`.
  func yield(price: Double, guess: Double?) -> Double? {
    guard let delta = rate(price: price, guess: guess.flatMap(rate(yield:))) else { return nil }
    let yield = compoundingsPerYear * expm1(delta * periodsPerYear / compoundingsPerYear)
    // Near −100% a period, a yield may round to what has no price.
    return yield.isFinite && self.rate(yield: yield) != nil ? yield : nil
  }

  /// δ at which the flows are worth `price`.
  func rate(price: Double, guess: Double?) -> Double? {
    guard price.isFinite, price > 0, flows.total > 0 else { return nil }
    let start = guess ?? log(flows.total / price) / (flows.averageTime + (simplePeriod ?? 0))
    return RateSolver.solve(target: price, start: start) { discounted($0) }
  }

  /// Of a yield for which there is a price.
  func sensitivity(yield: Double) -> YieldSensitivity {
    guard let delta = rate(yield: yield) else {
      preconditionFailure("a yield without a price has no sensitivity")
    }
    let moments = flows.moments(delta)
    let value = evaluation(moments, delta)
    let growth = 1 + yield / compoundingsPerYear
    // dδ/dy and d²δ/dy².
    let slope = 1 / (periodsPerYear * growth)
    let bend = -slope / (compoundingsPerYear * growth)
    return YieldSensitivity(
      modifiedDuration: -value.slope * slope / value.value,
      macaulayDuration: averageTime(moments) / periodsPerYear,
      convexity: (value.curvature * slope * slope + value.slope * bend) / value.value)
  }

  /// Present-value weighted time in periods.
  func averageTime(_ delta: Double) -> Double { averageTime(flows.moments(delta)) }

  private func averageTime(_ moments: SteppedFlows.Moments) -> Double {
    (simplePeriod ?? 0) + moments.first / moments.value
  }

  private func rate(yield: Double) -> Double? {
    let perCompounding = yield / compoundingsPerYear
    guard perCompounding > -1, perCompounding.isFinite else { return nil }
    return log1p(perCompounding) * compoundingsPerYear / periodsPerYear
  }

  /// Price with its first and second derivatives in δ.
  private func discounted(_ delta: Double) -> RateSolver.Evaluation {
    evaluation(flows.moments(delta), delta)
  }

  private func evaluation(_ moments: SteppedFlows.Moments, _ delta: Double) -> RateSolver.Evaluation {
    guard let w = simplePeriod else {
      return RateSolver.Evaluation(value: moments.value, slope: -moments.first, curvature: moments.second)
    }
    // G = 1 / (1 + (w m/f)(E − 1)) with E = exp(δ f/m) = 1 + y/m.
    let ratio = periodsPerYear / compoundingsPerYear
    let growth = exp(delta * ratio)
    let g = 1 / (1 + w / ratio * (growth - 1))
    let g1 = -w * growth * g * g
    let g2 = ratio * g1 + 2 * w * growth * w * growth * g * g * g
    return RateSolver.Evaluation(
      value: g * moments.value, slope: g1 * moments.value - g * moments.first,
      curvature: g2 * moments.value - 2 * g1 * moments.first + g * moments.second)
  }
}
