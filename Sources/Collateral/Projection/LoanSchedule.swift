import CashFlows
import DatesAndConventions
import Foundation

/// What falls due of a loan that neither defaults nor is prepaid, as parts of its balance. All payments are in proportion to the
/// balance, so that what survives of a loan keeps its schedule.
struct LoanSchedule {
  /// Rate of each month, a decimal a month.
  private(set) var rates: [Double]
  /// Balance at the end of each month as a part of that at its beginning; 0 in the last, above 1 where interest joins the balance.
  private(set) var ratios: [Double]

  /// Days of interest of each month as parts of a year, where interest runs by the day.
  private let yearsByDay: [Double]

  /// Schedules are written one after the other into the same storage.
  init(longestTerm: Int, firstMonth: YearMonth?) {
    rates = [Double](repeating: 0, count: longestTerm)
    ratios = rates
    yearsByDay = (0..<longestTerm).map { month in
      guard let firstMonth else { return 365.25 / 12 / 360 }
      let accruing = firstMonth.adding(months: month - 1)
      return Double(CivilDate.lengthOfMonth(year: accruing.year, month: accruing.month)) / 360
    }
  }

  /// Writes the schedule of a loan into the first `remainingTerm` months.
  ///
  /// Precondition: `indexRates` has the index of an adjustable loan.
  mutating func write(_ loan: PoolLoan, indexRates: IndexRates) {
    switch loan.rateTerms {
    case .fixed
    where loan.repayment.form == .level && loan.interestBasis == .thirty360 && loan.payment == nil:
      writeFixedLevel(loan)
    case .fixed, .stepped, .adjustable: writeMoving(loan, indexRates)
    }
  }

  private mutating func writeFixedLevel(_ loan: PoolLoan) {
    let months = loan.remainingTerm
    let rate = loan.noteRate / 12
    let interestOnly = loan.repayment.interestOnlyMonths
    for month in 0..<months { rates[month] = rate }
    for month in 0..<interestOnly { ratios[month] = 1 }
    var balance = 1.0
    let payment =
      interestOnly < months
      ? LevelPayment.amount(
        balance: 1, ratePerPeriod: rate,
        payments: loan.repayment.amortisationMonths ?? months - interestOnly) : 0
    for month in interestOnly..<max(interestOnly, months - 1) {
      let next = max(0, balance * (1 + rate) - payment)
      ratios[month] = balance > 0 ? next / balance : 0
      balance = next
    }
    ratios[months - 1] = 0
  }

  private mutating func writeMoving(_ loan: PoolLoan, _ indexRates: IndexRates) {
    let months = loan.remainingTerm
    let interestOnly = loan.repayment.interestOnlyMonths
    let amortisation = loan.repayment.amortisationMonths ?? months - interestOnly
    let path = LoanRatePath(loan, indexRates)
    var rate = loan.noteRate
    var balance = 1.0
    // Payment of a level loan, principal of the other form; worked out in the first month that repays.
    var payment = loan.payment.map { $0 / loan.balance }
    for month in 0..<months {
      let moved = path.rate(month: month + 1, current: rate)
      let isNew = moved != rate
      rate = moved
      switch loan.interestBasis {
      case .thirty360: rates[month] = rate / 12
      case .actual360: rates[month] = rate * yearsByDay[month]
      }
      guard month < months - 1 else {
        ratios[month] = 0
        break
      }
      guard month >= interestOnly else {
        ratios[month] = 1
        continue
      }
      let left = max(1, amortisation - (month - interestOnly))
      let interest = balance * rates[month]
      let principal: Double
      switch loan.repayment.form {
      case .equalPrincipal:
        let equal = payment ?? balance / Double(left)
        payment = equal
        principal = equal
      case .level:
        let full = { LevelPayment.amount(balance: balance, ratePerPeriod: rate / 12, payments: left) }
        var paid: Double
        if let before = payment {
          paid = path.payment(
            month: month + 1, before: before, rateIsNew: isNew, balance: balance, interest: interest,
            full: full)
        } else {
          paid = full()
        }
        if paid < interest, path.isBeyondLimit(balance + interest - paid) { paid = full() }
        payment = paid
        principal = paid - interest
      }
      let next = max(0, balance - principal)
      ratios[month] = balance > 0 ? next / balance : 0
      balance = next
    }
  }
}
