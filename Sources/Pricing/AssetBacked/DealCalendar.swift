import DatesAndConventions

/// When months of a deal's loans end and are paid to its bonds; months count from 0, that after the cut-off.
struct DealCalendar: Sendable {
  private let firstPayment: CivilDate
  private let delayDays: Int
  private let valuationDate: CivilDate
  let monthsPerPeriod: Int
  /// Months that ended on the valuation date or before: what they bring is not the holder's any more.
  let monthsOver: Int

  init(firstPayment: CivilDate, monthsPerPeriod: Int, delayDays: Int, valuationDate: CivilDate) {
    self.firstPayment = firstPayment
    self.monthsPerPeriod = monthsPerPeriod
    self.delayDays = delayDays
    self.valuationDate = valuationDate
    var over = 0
    while Self.payDate(over, firstPayment, monthsPerPeriod).adding(days: -delayDays) <= valuationDate {
      over += 1
    }
    monthsOver = over
  }

  /// Periods whose last month is over.
  var periodsOver: Int { monthsOver / monthsPerPeriod }

  func lastMonth(of period: Int) -> Int { (period + 1) * monthsPerPeriod - 1 }

  func payDate(_ month: Int) -> CivilDate { Self.payDate(month, firstPayment, monthsPerPeriod) }

  /// Whoever holds a bond at the end of this day gets what the months before it bring.
  func exDate(_ month: Int) -> CivilDate { payDate(month).adding(days: -delayDays) }

  /// Of the months that are not over, so many from the cut-off on, and one at least.
  func times(months: Int) -> PaymentTimes {
    let open = monthsOver..<max(months, monthsOver + 1)
    return PaymentTimes(
      payDays: open.map { payDate($0).dayNumber }, exDays: open.map { exDate($0).dayNumber },
      valuationDay: valuationDate.dayNumber)
  }

  private static func payDate(
    _ month: Int, _ firstPayment: CivilDate, _ monthsPerPeriod: Int
  ) -> CivilDate {
    firstPayment.adding(months: month + 1 - monthsPerPeriod)
  }
}
