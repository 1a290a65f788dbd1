public import DatesAndConventions

/// The days that the value of a credit default swap is made of.
///
/// Between neighbouring days forward rates and hazard rates are taken as flat, so that every integral has a closed form: those of
/// the ISDA standard model 1.8.2, with its half day of accrual. Exact for curves that are flat between their own days.
public struct CreditSwapTimeline: Sendable {
  public struct Premium: Sendable, Hashable {
    public let payDay: Int32
    /// Paid if there has been no default by the end of this day.
    public let lastDay: Int32
    /// Years, Act/360.
    public let accrual: Double
  }

  /// Day numbers, ascending, from the day before protection to maturity; empty where no protection is left.
  public let days: [Int32]
  /// For each interval between neighbouring days: the length of premium accrued at its beginning, Act/365F years and half a
  /// day.
  public let accruedYears: [Double]
  /// Those to be paid.
  public let premiums: [Premium]
  /// Premium accrued and not paid, through the valuation date; years, Act/360.
  public let accrued: Double

  /// Premium on default accrues by Act/360, time runs by Act/365F.
  public static let accrualRatio = 365.0 / 360

  /// - Parameters:
  ///   - isNew: Whether the contract is traded on the valuation date: then a premium that is due on the next day is the
  ///     former owner's. A contract that is held has it still to pay or to get.
  ///   - curveDays: Days on which the curves have points, ascending.
  public init(
    _ schedule: CreditSwapSchedule, start: CivilDate? = nil, valuationDate: CivilDate, isNew: Bool = false,
    curveDays: [Int32]
  ) {
    let valuation = valuationDate.dayNumber
    let first = max(valuation, start.map { $0.dayNumber - 1 } ?? valuation)
    let last = schedule.maturity.dayNumber
    let periods = schedule.periods.filter { !isNew || $0.end.dayNumber > valuation + 1 }
    var days: [Int32] = []
    var accruedYears: [Double] = []
    var nextCurveDay = curveDays.partitioningIndex { $0 > first }
    for period in periods where period.lastDay.dayNumber > first {
      if days.isEmpty { days.append(first) }
      let end = period.lastDay.dayNumber
      while true {
        let day = days[days.count - 1]
        accruedYears.append((Double(day - period.start.dayNumber) + 1.5) / 365)
        while nextCurveDay < curveDays.count, curveDays[nextCurveDay] <= day { nextCurveDay += 1 }
        let next = nextCurveDay < curveDays.count ? min(curveDays[nextCurveDay], end) : end
        days.append(next)
        if next == end { break }
      }
    }
    self.days = last > first ? days : []
    self.accruedYears = last > first ? accruedYears : []
    premiums = periods.map {
      Premium(
        payDay: $0.payDate.dayNumber, lastDay: max($0.lastDay.dayNumber, valuation), accrual: $0.accrual)
    }
    accrued = periods.reduce(0) { sum, period in
      sum + Double(min(max(valuationDate - period.start + 1, 0), period.days)) / 360
    }
  }
}

extension [Int32] {
  /// The index of the first element, from which on all satisfy `isBehind`.
  fileprivate func partitioningIndex(where isBehind: (Int32) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
