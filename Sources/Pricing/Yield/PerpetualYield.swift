import CashFlows
import DatesAndConventions
import Foundation
import Instruments

/// Yields of a bond without maturity: its coupons at (1 + y/f)^−periods for ever, y compounded f times a year as coupons are paid.
///
/// With δ = ln(1 + y/f), listed coupons and then c every l periods after the last of them, u periods away:
/// P = Σ aᵢ e^(−δ tᵢ) + c e^(−δ u) / (e^(δ l) − 1). l is 1 but for periods counted by days.
struct PerpetualYield: Sendable {
  private let flows: SteppedFlows
  private let coupon: Double
  private let lastTime: Double
  private let length: Double
  private let periodsPerYear: Double

  /// - Parameters:
  ///   - schedule: of the coupons that are listed.
  ///   - coupon: of each period after them, per 100 of face.
  init?(_ schedule: FixedBondSchedule, coupon: Double, settlement: CivilDate) {
    let face = schedule.outstandingFace(at: settlement)
    guard face > 0 else { return nil }
    let listed = BondYieldFlows(schedule, settlement: settlement, face: face).flows
    guard let last = listed.last else { return nil }
    var flows = SteppedFlows(capacity: listed.count)
    for (place, flow) in listed.enumerated() {
      // The last is listed with the face, which is never repaid.
      flows.append(amount: place == listed.count - 1 ? flow.amount - 100 : flow.amount, step: flow.step)
    }
    self.flows = flows
    self.coupon = coupon
    lastTime = last.time
    length = 1
    periodsPerYear = Double(schedule.frequency.rawValue)
  }

  /// - Parameters:
  ///   - flows: those that are listed, the last of them a coupon.
  ///   - lastTime: of the last that is listed, in periods.
  ///   - length: from one to the next after them, in periods.
  ///   - coupon: each after them, per 100 of face.
  init(_ flows: SteppedFlows, lastTime: Double, length: Double, coupon: Double, periodsPerYear: Double) {
    self.flows = flows
    self.lastTime = lastTime
    self.length = length
    self.coupon = coupon
    self.periodsPerYear = periodsPerYear
  }

  /// `nil` when no yield gives the price.
  func yield(dirtyPrice: Double, guess: Double?) -> Double? {
    guard dirtyPrice.isFinite, dirtyPrice > 0 else { return nil }
    let start = guess.map { log1p($0 / periodsPerYear) } ?? log1p(coupon / dirtyPrice) / length
    return RateSolver.solve(target: dirtyPrice, start: start, evaluation)
      .map { periodsPerYear * expm1($0) }
  }

  /// Of a yield above 0.
  func sensitivity(yield: Double) -> YieldSensitivity {
    let growth = 1 + yield / periodsPerYear
    let value = evaluation(log(growth))
    // dδ/dy and d²δ/dy².
    let slope = 1 / (periodsPerYear * growth)
    let bend = -slope * slope
    return YieldSensitivity(
      modifiedDuration: -value.slope * slope / value.value,
      macaulayDuration: -value.slope / value.value / periodsPerYear,
      convexity: (value.curvature * slope * slope + value.slope * bend) / value.value)
  }

  private func evaluation(_ delta: Double) -> RateSolver.Evaluation {
    guard delta > 0 else {
      return RateSolver.Evaluation(value: .infinity, slope: -.infinity, curvature: .infinity)
    }
    let moments = flows.moments(delta)
    let q = 1 / expm1(delta * length)
    let tail = coupon * exp(-delta * lastTime) * q
    let time = lastTime + length * (1 + q)
    return RateSolver.Evaluation(
      value: moments.value + tail, slope: -moments.first - tail * time,
      curvature: moments.second + tail * (time * time + length * length * q * (1 + q)))
  }
}
