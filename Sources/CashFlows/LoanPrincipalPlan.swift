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
  init(_ loan: AmortisingLoan, dueDates: LoanDueDates, period: Int, balance: Double, rate: Double) {
    func level(after interestOnly: Int, periods: Int?) -> LoanPrincipalPlan {
      let count = periods ?? max(1, dueDates.count - interestOnly)
      let paid = max(0, period - 1 - interestOnly)
      return .level(
        payment: LevelPayment.amount(
          balance: balance, ratePerPeriod: rate / Double(dueDates.frequency.rawValue),
          payments: max(1, count - paid)),
        first: interestOnly + 1)
    }
    switch loan.amortisation {
    case .levelPay(let payment?, _): self = .level(payment: payment, first: 1)
    case .levelPay(nil, let periods): self = level(after: 0, periods: periods)
    case .interestOnlyThenLevelPay(let interestOnly, let periods):
      self = level(after: interestOnly, periods: periods)
    case .linear(let principal?, _): self = .linear(principal)
    case .linear(nil, let periods): self = .linear(loan.balance / Double(periods ?? dueDates.count))
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
