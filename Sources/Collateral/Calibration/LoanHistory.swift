public import DatesAndConventions

/// What was seen of a loan, or of a line of loans that are alike, month by month.
public struct LoanHistory: Hashable, Sendable {
  /// How what was seen ended.
  public enum Ending: String, CaseIterable, Sendable, Hashable {
    /// The loan still paid in the last month seen, or was repaid when due.
    case none
    case defaulted
    case prepaid
  }

  /// As of the first month seen; its months go on from its age.
  public let loan: PoolLoan
  public let firstMonth: YearMonth
  /// Loans (or their balances) that paid at the beginning of each month; not more months than the loan has left.
  public let exposed: [Double]
  public let defaulted: [Double]
  public let prepaid: [Double]

  /// Precondition: at least one month, the same number of values of each kind, no more events than loans.
  public init(
    _ loan: PoolLoan, firstMonth: YearMonth, exposed: [Double], defaulted: [Double], prepaid: [Double]
  ) {
    precondition(
      (1...loan.remainingTerm).contains(exposed.count) && defaulted.count == exposed.count
        && prepaid.count == exposed.count, "a history has months, and not more than the loan")
    precondition(
      exposed.indices.allSatisfy {
        defaulted[$0] >= 0 && prepaid[$0] >= 0 && defaulted[$0] + prepaid[$0] <= exposed[$0]
      }, "what ends has been there")
    self.loan = loan
    self.firstMonth = firstMonth
    self.exposed = exposed
    self.defaulted = defaulted
    self.prepaid = prepaid
  }

  /// One loan, seen for some months, in the last of which it ended so.
  public init(_ loan: PoolLoan, firstMonth: YearMonth, months: Int, ending: Ending) {
    func last(_ wanted: Ending) -> [Double] {
      [Double](repeating: 0, count: months - 1) + [ending == wanted ? 1 : 0]
    }
    self.init(
      loan, firstMonth: firstMonth, exposed: [Double](repeating: 1, count: months),
      defaulted: last(.defaulted), prepaid: last(.prepaid))
  }

  public var months: Int { exposed.count }
}
