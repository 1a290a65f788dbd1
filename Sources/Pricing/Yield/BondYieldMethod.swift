import CashFlows
import DatesAndConventions

/// The formula by which a bond's yield is counted at one settlement date.
enum BondYieldMethod: Sendable {
  case compound(CompoundYield)
  /// In the last coupon period, where the convention takes simple interest.
  case simple(SimpleInterestYield)
  /// The flows serve the Macaulay duration only.
  case japanese(JapaneseSimpleYield, CompoundYield)

  /// `nil` when no flow is left.
  init?(_ schedule: FixedBondSchedule, settlement: CivilDate, face: Double) {
    let flows = BondYieldFlows(schedule, settlement: settlement, face: face)
    guard let first = flows.flows.first else { return nil }
    let couponsPerYear = Double(schedule.frequency.rawValue)

    switch schedule.convention.yieldRule {
    case .japaneseSimple:
      self = .japanese(
        flows.japaneseSimple(schedule, settlement: settlement),
        CompoundYield(
          flows: flows.stepped(after: 0), periodsPerYear: couponsPerYear, compoundingsPerYear: couponsPerYear)
      )
    case .compounded(_, _, .simple) where flows.isLastPeriod:
      self = .simple(
        SimpleInterestYield(
          flows: flows.flows.map {
            SimpleInterestYield.Flow(amount: $0.amount, years: $0.time / couponsPerYear)
          }))
    case .compounded(let frequency, let firstPeriod, _):
      let compoundings: Double
      switch frequency {
      case .ofCoupons: compoundings = couponsPerYear
      case .fixed(let fixed): compoundings = Double(fixed.rawValue)
      }
      switch firstPeriod {
      case .compound:
        self = .compound(
          CompoundYield(
            flows: flows.stepped(after: 0), periodsPerYear: couponsPerYear, compoundingsPerYear: compoundings)
        )
      case .simple:
        // Flows before the next coupon date, which only a principal payment can have, earn simple interest to their
        // own date; there is one formula for all, so the shortest time bounds the simple part.
        let fraction = min(flows.toNextQuasiCoupon, first.time)
        self = .compound(
          CompoundYield(
            flows: flows.stepped(after: fraction), periodsPerYear: couponsPerYear,
            compoundingsPerYear: compoundings, simplePeriod: fraction))
      }
    }
  }
}
