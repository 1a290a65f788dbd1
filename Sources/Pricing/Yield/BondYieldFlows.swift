import CashFlows
import DatesAndConventions
import Foundation

/// The flows a buyer receives, per 100 of face outstanding, at their times in coupon periods from settlement.
struct BondYieldFlows {
  struct Flow {
    let amount: Double
    let time: Double
    /// Time since the flow before, or since settlement; kept apart from `time` so that whole periods stay whole.
    let step: Double
  }

  private(set) var flows: [Flow] = []
  /// Whether settlement falls in the last coupon period.
  let isLastPeriod: Bool
  /// Periods to the end of the regular period, or notional part of a long one, in which settlement falls; 0 to 1.
  let toNextQuasiCoupon: Double

  init(_ schedule: FixedBondSchedule, settlement: CivilDate, face: Double) {
    let clock = PeriodClock(schedule)
    let first = schedule.periods.firstIndex { $0.accrualEnd > settlement } ?? schedule.periods.endIndex
    isLastPeriod =
      first == schedule.periods.count - 1 && schedule.periods[first].accrualStart <= settlement
    var next =
      schedule.interimPrincipal.firstIndex { $0.date > settlement } ?? schedule.interimPrincipal.endIndex
    var time = 0.0
    var sinceFlow = 0.0
    var firstPeriodLength = 1.0
    let scale = 100 / face
    flows.reserveCapacity(schedule.periods.count - first + schedule.interimPrincipal.count - next)

    for index in first..<schedule.periods.endIndex {
      let period = schedule.periods[index]
      let start = index == first ? settlement : period.accrualStart
      let length = index == first ? clock.remaining(of: period, from: settlement) : clock.length(of: period)
      if index == first { firstPeriodLength = length }
      // Part of the period already counted off by flows within it.
      var within = 0.0
      while next < schedule.interimPrincipal.count, schedule.interimPrincipal[next].date < period.accrualEnd {
        let payment = schedule.interimPrincipal[next]
        let part = min(clock.part(of: period, from: start, to: payment.date), length)
        flows.append(
          Flow(amount: payment.amount * scale, time: time + part, step: sinceFlow + part - within))
        sinceFlow = 0
        within = part
        next += 1
      }
      time += length
      sinceFlow += within == 0 ? length : length - within
      let coupon = FixedBondSchedule.isReceived(period, settlement: settlement) ? period.coupon : 0
      let amount = (coupon + period.principal) * scale
      if amount != 0 {
        flows.append(Flow(amount: amount, time: time, step: sinceFlow))
        sinceFlow = 0
      }
    }
    toNextQuasiCoupon = firstPeriodLength - (firstPeriodLength.rounded(.up) - 1)
  }

  /// The flows with times that begin `offset` periods after settlement, not later than the first flow.
  func stepped(after offset: Double) -> SteppedFlows {
    var stepped = SteppedFlows(capacity: flows.count)
    for (index, flow) in flows.enumerated() {
      stepped.append(amount: flow.amount, step: index == 0 ? flow.step - offset : flow.step)
    }
    return stepped
  }

  func japaneseSimple(_ schedule: FixedBondSchedule, settlement: CivilDate) -> JapaneseSimpleYield {
    var face = 0.0
    var cash = 0.0
    var faceYears = 0.0
    func add(_ repaid: Double, _ principal: Double, _ date: CivilDate) {
      guard date > settlement, repaid > 0 else { return }
      face += repaid
      cash += principal
      faceYears += repaid * schedule.dayCount.yearFraction(from: settlement, to: date)
    }
    for payment in schedule.interimPrincipal { add(payment.amount, payment.amount, payment.date) }
    for period in schedule.periods { add(period.faceRepaid, period.principal, period.accrualEnd) }
    return JapaneseSimpleYield(
      coupon: (schedule.periods.last?.rate ?? 0) * 100, redemption: cash / face * 100, years: faceYears / face
    )
  }
}
