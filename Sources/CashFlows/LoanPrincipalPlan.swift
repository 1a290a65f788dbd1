import DatesAndConventions
import Instruments

/// What a loan's contract repays on each due date, without prepayment.
enum LoanPrincipalPlan {
  /// A level total payment from due date `first` on.
  case level(payment: Double, first: Int)
  /// Equal principal.
  case linear(Double)
  /// All at maturity, but for what a schedule says.
  case atMaturity

  /// The plan as it is made at the beginning of period `period`, 1 for the first.
  ///
  /// - Parameter capitalised: due dates whose interest joins the balance.
  init(
    _ loan: AmortisingLoan, dueDates: LoanDueDates, capitalised: Int, period: Int, balance: Double,
    rate: Double
  ) {
    func level(after interestOnly: Int, payment: Double?, periods: Int?) -> LoanPrincipalPlan {
      let unpaid = capitalised + interestOnly
      if let payment { return .level(payment: payment, first: unpaid + 1) }
      switch loan.annuity {
      case .equalPeriods:
        let count = periods ?? max(1, dueDates.count - unpaid)
        let paid = max(0, period - 1 - unpaid)
        return .level(
          payment: LevelPayment.amount(
            balance: balance, ratePerPeriod: rate / dueDates.periodsPerYear, payments: max(1, count - paid)),
          first: unpaid + 1)
      case .actualDays:
        let next = min(max(period, unpaid + 1), dueDates.count)
        return .level(
          payment: LevelPayment.amount(
            balance: balance, rate: rate, years: (next...dueDates.count).map(dueDates.years)),
          first: unpaid + 1)
      }
    }
    switch loan.amortisation {
    case .levelPay(let payment, let periods): self = level(after: 0, payment: payment, periods: periods)
    case .interestOnlyThenLevelPay(let interestOnly, let payment, let periods):
      self = level(after: interestOnly, payment: payment, periods: periods)
    case .linear(let principal?, _): self = .linear(principal)
    case .linear(nil, let periods):
      self = .linear(balance / Double(periods ?? max(1, dueDates.count - capitalised)))
    case .bullet, .schedule: self = .atMaturity
    }
  }

  var levelPayment: Double? {
    switch self {
    case .level(let payment, _): payment
    case .linear, .atMaturity: nil
    }
  }

  /// Principal due at the end of period `period`, 1 for the first, at most `balance`.
  func principal(period: Int, balance: Double, interest: Double) -> Double {
    switch self {
    case .level(let payment, let first): period < first ? 0 : min(payment - interest, balance)
    case .linear(let amount): min(amount, balance)
    case .atMaturity: 0
    }
  }
}
