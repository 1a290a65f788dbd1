public import DatesAndConventions

/// Loans projected by their contracts, month by month beside what was reported of them.
public struct ReportComparison: Hashable, Sendable {
  /// A month of all loans that were reported.
  public struct Month: Hashable, Sendable {
    public let month: YearMonth
    public let projected: ReportedAmounts
    public let reported: ReportedAmounts
  }

  /// A loan with a month in which an amount differs by more than the tolerance.
  public struct LoanDifference: Hashable, Sendable {
    public let loan: String
    /// Months with such a difference.
    public let months: Int
    public let firstMonth: YearMonth
    /// The largest difference of any amount of any month, balances included.
    public let largest: Double
    /// Sums over all months: projected less reported.
    public let interest: Double
    public let principal: Double
    /// Projected less reported, at the end of the last month.
    public let balance: Double
  }

  /// In order of time, every month of the report.
  public let months: [Month]
  /// In order of the tape.
  public let differences: [LoanDifference]
  /// How many loans were compared, and how many of their months.
  public let loans: Int
  public let loanMonths: Int

  /// - Parameters:
  ///   - outcomes: What is known to have become of loans, by id; the others run by contract.
  ///   - firstMonth: Of the first payments after the tape's cut-off date.
  ///   - tolerance: In currency units, for amounts rounded in the report.
  ///
  /// Throws when a report or an outcome is of no loan of the tape, a loan has a month twice, or a projection cannot be made.
  public init(
    _ loans: [PoolLoan], outcomes: [String: LoanOutcome] = [:], reported: [ReportedLoanMonth],
    firstMonth: YearMonth,
    tolerance: Double = 5, indexRates: IndexRates = IndexRates()
  ) throws(CollateralError) {
    try CollateralProjection.requireLoans(of: outcomes, loans)
    let known = Set(loans.map(\.id))
    if let stranger = reported.first(where: { !known.contains($0.loan) }) {
      throw CollateralError(loan: stranger.loan, message: "is in the report and not on the tape")
    }
    let reports = Dictionary(grouping: reported, by: \.loan)
    var byMonth: [YearMonth: (projected: ReportedAmounts, reported: ReportedAmounts)] = [:]
    var differences: [LoanDifference] = []
    for loan in loans {
      guard let own = reports[loan.id]?.sorted(by: { $0.month < $1.month }) else { continue }
      let flows = try CollateralProjection.flows(
        loan, outcome: outcomes[loan.id], firstMonth: firstMonth, indexRates: indexRates)
      var (projectedSum, reportedSum) = (ReportedAmounts(), ReportedAmounts())
      var (largest, count) = (0.0, 0)
      var first: YearMonth?
      var before: YearMonth?
      for report in own {
        let month = report.month.months(since: firstMonth)
        guard month >= 0, report.month != before else {
          throw CollateralError(
            loan: loan.id,
            message: "the report of \(report.month) is before \(firstMonth), or there twice")
        }
        before = report.month
        let found = ReportedAmounts(report)
        let expected = ReportedAmounts(flows, month: month)
        byMonth[report.month, default: (ReportedAmounts(), ReportedAmounts())].projected.add(expected)
        byMonth[report.month, default: (ReportedAmounts(), ReportedAmounts())].reported.add(found)
        projectedSum.append(expected)
        reportedSum.append(found)
        let difference = expected.difference(found)
        largest = max(largest, difference)
        if difference > tolerance {
          count += 1
          first = first ?? report.month
        }
      }
      guard let first else { continue }
      differences.append(
        LoanDifference(
          loan: loan.id, months: count, firstMonth: first, largest: largest,
          interest: projectedSum.interest - reportedSum.interest,
          principal: projectedSum.principal - reportedSum.principal,
          balance: projectedSum.balance - reportedSum.balance))
    }
    months = byMonth.keys.sorted().map { month in
      let amounts = byMonth[month] ?? (ReportedAmounts(), ReportedAmounts())
      return Month(month: month, projected: amounts.projected, reported: amounts.reported)
    }
    self.differences = differences
    self.loans = reports.count
    loanMonths = reported.count
  }
}

extension ReportedAmounts {
  fileprivate var principal: Double { scheduledPrincipal + unscheduledPrincipal }
}
