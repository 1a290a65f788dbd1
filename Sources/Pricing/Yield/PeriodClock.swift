import CashFlows
import DatesAndConventions

/// Measures parts of a bond's coupon periods, in periods.
struct PeriodClock {
  private let schedule: FixedBondSchedule
  private let perYear: Double
  /// Days of a period where months have 30 days; `nil` where actual days are counted.
  private let thirtyDayPeriod: Double?

  init(_ schedule: FixedBondSchedule) {
    self.schedule = schedule
    perYear = Double(schedule.frequency.rawValue)
    switch schedule.dayCount {
    case .thirty360US, .thirty360BondBasis, .thirtyE360, .thirtyE360ISDA: thirtyDayPeriod = 360 / perYear
    case .actual360, .actual365Fixed, .actualActualISDA, .actualActualICMA, .actualActualAFB, .business252:
      thirtyDayPeriod = nil
    }
  }

  /// 1 for a regular period.
  func length(of period: FixedBondPeriod) -> Double {
    period.isRegular ? 1 : part(of: period, from: period.accrualStart, to: period.accrualEnd)
  }

  /// From `date`, not after the end, to the end of `period`.
  func remaining(of period: FixedBondPeriod, from date: CivilDate) -> Double {
    guard let days = thirtyDayPeriod, date >= period.referenceStart, period.accrualEnd <= period.referenceEnd
    else {
      return part(of: period, from: date, to: period.accrualEnd)
    }
    // (E − A)/E. An odd last period is shorter than its reference by what is missing at its end.
    let missing =
      period.accrualEnd == period.referenceEnd
      ? 0 : count(from: period.accrualEnd, to: period.referenceEnd, period)
    return (days - count(from: period.referenceStart, to: date, period) - missing) / days
  }

  /// From `start` to `end`, counted in notional periods where they leave the period's reference.
  func part(of period: FixedBondPeriod, from start: CivilDate, to end: CivilDate) -> Double {
    guard let days = thirtyDayPeriod else {
      return perYear
        * DayCount.actualActualICMA.yearFraction(from: start, to: end, period: schedule.couponPeriod(period))
    }
    return count(from: start, to: end, period) / days
  }

  private func count(from start: CivilDate, to end: CivilDate, _ period: FixedBondPeriod) -> Double {
    Double(schedule.dayCount.dayCount(from: start, to: end, period: schedule.couponPeriod(period)))
  }
}
