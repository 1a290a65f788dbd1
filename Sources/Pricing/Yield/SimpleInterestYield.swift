import Foundation

/// Flows of a bond's last coupon period discounted with simple interest: P = Σ aᵢ / (1 + y tᵢ).
///
/// Source: SIFMA, Standard Securities Calculation Methods, formula for one coupon left; MSRB rule G-33 (b)(i)(B)(1).
struct SimpleInterestYield: Sendable {
  struct Flow: Sendable {
    let amount: Double
    /// Above 0.
    let years: Double
  }

  /// At least one, in time order. All but the last are principal repaid before the last coupon date.
  let flows: [Flow]

  /// `nil` where interest would take more than the flow, or the price leaves the range of numbers.
  func price(yield: Double) -> Double? {
    guard let last = flows.last, yield.isFinite, 1 + yield * last.years > 0 else { return nil }
    let price = discounted(yield).value
    return price.isFinite ? price : nil
  }

  /// `nil` when no yield gives `price`.
  func yield(price: Double) -> Double? {
    guard price.isFinite, price > 0, let last = flows.last else { return nil }
    if flows.count == 1 {
      let yield = (last.amount / price - 1) / last.years
      // A yield near −1/T may round to one that has no price.
      return self.price(yield: yield) == nil ? nil : yield
    }
    // 1 + y T = exp(x) for the last time T keeps every factor positive.
    let solved = RateSolver.solve(target: price, start: log(flows.reduce(0) { $0 + $1.amount } / price)) {
      x in
      let growth = exp(x)
      let found = discounted((growth - 1) / last.years)
      let slope = growth / last.years
      return RateSolver.Evaluation(
        value: found.value, slope: found.slope * slope,
        curvature: found.curvature * slope * slope + found.slope * slope)
    }
    guard let solved else { return nil }
    let yield = expm1(solved) / last.years
    return self.price(yield: yield) == nil ? nil : yield
  }

  /// Of a yield for which there is a price.
  func sensitivity(yield: Double) -> YieldSensitivity {
    let found = discounted(yield)
    var weighted = 0.0
    for flow in flows { weighted += flow.years * flow.amount / (1 + yield * flow.years) }
    return YieldSensitivity(
      modifiedDuration: -found.slope / found.value, macaulayDuration: weighted / found.value,
      convexity: found.curvature / found.value)
  }

  private func discounted(_ yield: Double) -> RateSolver.Evaluation {
    var value = 0.0
    var slope = 0.0
    var curvature = 0.0
    for flow in flows {
      let discount = 1 / (1 + yield * flow.years)
      let present = flow.amount * discount
      let fall = flow.years * discount
      value += present
      slope -= present * fall
      curvature += 2 * present * fall * fall
    }
    return RateSolver.Evaluation(value: value, slope: slope, curvature: curvature)
  }
}
