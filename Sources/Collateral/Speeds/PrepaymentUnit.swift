/// What a speed of prepayment is counted in. Speeds are units, not models: each converts into SMM, the part of the balance after
/// scheduled principal that is prepaid in a month.
///
/// A loan's month is its age at the beginning of the month plus 1: new loans are in month 1 (Standard Formulas SF-6).
public enum PrepaymentUnit: String, CaseIterable, Sendable, Hashable, Codable {
  /// Single monthly mortality, a decimal a month.
  case smm
  /// Conditional prepayment rate, a decimal a year.
  case cpr
  /// Multiples of the Standard Prepayment Model: 1 is 100% PSA, 0.2% CPR a month of age up to 6% from month 30 on.
  case psa
  /// Absolute prepayment, a decimal a month of the number of loans at the beginning; for loans on cars and the like.
  case abs

  /// SMM of a speed in a loan's month. Speeds that repay more than everything repay everything.
  public func smm(_ speed: Double, loanMonth: Int) -> Double {
    switch self {
    case .smm: return MonthlyRate.bounded(speed)
    case .cpr: return MonthlyRate.monthly(fromAnnual: speed)
    case .psa:
      return MonthlyRate.monthly(fromAnnual: speed * PrepaymentUnit.standardCPR(loanMonth: loanMonth))
    case .abs:
      let left = 1 - speed * Double(loanMonth - 1)
      return left > speed ? max(speed / left, 0) : 1
    }
  }

  /// The speed that gives this SMM in a loan's month.
  public func speed(smm: Double, loanMonth: Int) -> Double {
    switch self {
    case .smm: return smm
    case .cpr: return MonthlyRate.annual(fromMonthly: smm)
    case .psa:
      return MonthlyRate.annual(fromMonthly: smm) / PrepaymentUnit.standardCPR(loanMonth: loanMonth)
    case .abs: return smm / (1 + smm * Double(loanMonth - 1))
    }
  }

  /// CPR at 100% PSA.
  static func standardCPR(loanMonth: Int) -> Double { 0.002 * Double(max(1, min(loanMonth, 30))) }
}
