/// What loans are sorted by in a table of a pool. Widths are in the unit of what is sorted; strata begin at multiples of them.
public enum StratumKey: Hashable, Sendable {
  /// Decimals a year, such as 0.005.
  case noteRate(width: Double)
  /// Months.
  case age(width: Int)
  /// Months.
  case remainingTerm(width: Int)
  /// Currency units.
  case balance(width: Double)
  /// Decimals, such as 0.1.
  case loanToValue(width: Double)
  /// Points.
  case score(width: Int)
  case region
  case status
  case purpose

  /// Where a loan belongs.
  func place(_ loan: PoolLoan) -> Stratum.Place {
    switch self {
    case .noteRate(let width): return .band(loan.noteRate, width: width)
    case .age(let width): return .band(Double(loan.age), width: Double(width))
    case .remainingTerm(let width): return .band(Double(loan.remainingTerm), width: Double(width))
    case .balance(let width): return .band(loan.balance, width: width)
    case .loanToValue(let width): return loan.originalLTV.map { .band($0, width: width) } ?? .unknown
    case .score(let width): return loan.score.map { .band(Double($0), width: Double(width)) } ?? .unknown
    case .region: return loan.region.map { .name($0, order: 0) } ?? .unknown
    case .status:
      return .name(loan.status.rawValue, order: DelinquencyStatus.allCases.firstIndex(of: loan.status) ?? 0)
    case .purpose:
      return .name(loan.purpose.rawValue, order: LoanPurpose.allCases.firstIndex(of: loan.purpose) ?? 0)
    }
  }
}
