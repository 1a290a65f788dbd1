import DatesAndConventions
import Instruments

/// The regular due dates of a loan without end: date 0 is the first payment.
enum LoanRoll {
  case months(RollDates)
  case days(first: CivilDate, step: Int)

  init(_ loan: AmortisingLoan) {
    if let step = loan.periodDays {
      self = .days(first: loan.firstPaymentDate, step: step)
    } else {
      let isOnce = loan.frequency == .once
      self = .months(
        RollDates(
          anchor: isOnce ? loan.maturity : loan.firstPaymentDate,
          monthsPerPeriod: isOnce ? 12 : loan.frequency.monthsPerPeriod, endOfMonth: loan.endOfMonth))
    }
  }

  /// A year of periods of days has 365 days.
  var periodsPerYear: Double {
    switch self {
    case .months(let roll): Double(12 / roll.monthsPerPeriod)
    case .days(_, let step): 365 / Double(step)
    }
  }

  /// `nil` where periods do not roll on a day of the month.
  var rollDay: Int? {
    switch self {
    case .months(let roll): roll.rollDay
    case .days: nil
    }
  }

  func date(_ index: Int) -> CivilDate {
    switch self {
    case .months(let roll): roll.date(index)
    case .days(let first, let step): first.adding(days: index * step)
    }
  }

  /// The index of the last date not after `date`.
  func index(onOrBefore date: CivilDate) -> Int {
    switch self {
    case .months(let roll): return roll.index(onOrBefore: date)
    case .days(let first, let step):
      let days = Int(date.dayNumber) - Int(first.dayNumber)
      return (days >= 0 ? days : days - step + 1) / step
    }
  }
}
