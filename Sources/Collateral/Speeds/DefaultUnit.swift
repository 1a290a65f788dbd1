/// What a speed of default is counted in. Each converts into MDR, the part of the performing balance before scheduled principal
/// that defaults in a month.
public enum DefaultUnit: String, CaseIterable, Sendable, Hashable, Codable {
  /// Monthly default rate, a decimal a month.
  case mdr
  /// Conditional default rate, a decimal a year.
  case cdr
  /// Multiples of the Standard Default Assumption (Standard Formulas SF-20): 1 is 100% SDA, 0.02% a year for each month of age up
  /// to 0.60% in month 30, the same to month 60, falling evenly to 0.03% in month 120, then 0.03%.
  case sda

  /// MDR of a speed in a loan's month (its age at the beginning of the month plus 1).
  public func mdr(_ speed: Double, loanMonth: Int) -> Double {
    switch self {
    case .mdr: return MonthlyRate.bounded(speed)
    case .cdr: return MonthlyRate.monthly(fromAnnual: speed)
    case .sda: return MonthlyRate.monthly(fromAnnual: speed * DefaultUnit.standardCDR(loanMonth: loanMonth))
    }
  }

  /// The speed that gives this MDR in a loan's month.
  public func speed(mdr: Double, loanMonth: Int) -> Double {
    switch self {
    case .mdr: return mdr
    case .cdr: return MonthlyRate.annual(fromMonthly: mdr)
    case .sda: return MonthlyRate.annual(fromMonthly: mdr) / DefaultUnit.standardCDR(loanMonth: loanMonth)
    }
  }

  /// CDR at 100% SDA, before the end of a loan.
  static func standardCDR(loanMonth: Int) -> Double {
    let month = Double(max(1, loanMonth))
    if month <= 30 { return 0.0002 * month }
    if month <= 60 { return 0.006 }
    if month <= 120 { return 0.006 - 0.000095 * (month - 60) }
    return 0.0003
  }
}
