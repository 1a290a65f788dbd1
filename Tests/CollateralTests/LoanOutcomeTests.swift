import Collateral
import DatesAndConventions
import Testing

/// What is known to have become of a loan, put into its projection.
struct LoanOutcomeTests {
  private let first = YearMonth("2020-01")!

  private func loan(_ id: String = "A", lockout: Int = 0) throws -> PoolLoan {
    try PoolLoan(
      id: id, balance: 1_200, noteRate: 0.06, remainingTerm: 12, repayment: LoanRepayment(.equalPrincipal),
      lockoutMonths: lockout)
  }

  private func flows(_ outcome: LoanOutcome?, lockout: Int = 0) throws -> CollateralFlows {
    try CollateralProjection.flows(loan(lockout: lockout), outcome: outcome, firstMonth: first)
  }

  @Test func contractsRunWhereNothingHappened() throws {
    let found = try flows(nil)
    #expect(found == (try CollateralProjection(CollateralAssumptions()).flows([loan()])))
  }

  /// 100 a month; in the third month 100 fall due and 900 are prepaid, lock or not.
  @Test(arguments: [0, 12])
  func prepaidLoansEndInTheirMonth(lockout: Int) throws {
    let found = try flows(.prepaid(first.adding(months: 2)), lockout: lockout)
    #expect(found.scheduledPrincipal.prefix(4).map { ($0 * 1e9).rounded() / 1e9 } == [100, 100, 100, 0])
    #expect(abs(found.prepayment[2] - 900) < 1e-9 && found.prepayment[1] == 0)
    #expect(abs(found.interest[2] - 5) < 1e-12 && found.balance[2] == 0)
  }

  /// Defaults in the third month with 1,000 left, sold two months later for 400.
  @Test func defaultedLoansPayNothingUntilTheyAreSold() throws {
    let found = try flows(
      .defaulted(
        first.adding(months: 2), liquidation: .init(month: first.adding(months: 4), severity: 0.6)))
    #expect(
      abs(found.defaults[2] - 1_000) < 1e-9 && found.interest[2] == 0 && found.scheduledPrincipal[2] == 0)
    #expect(abs(found.inDefault[3] - 1_000) < 1e-9 && found.inDefault[4] == 0)
    #expect(abs(found.recovery[4] - 400) < 1e-9 && abs(found.loss[4] - 600) < 1e-9)
    #expect(found.recovery.reduce(0, +) < 400.000001)
  }

  @Test func loansStillInDefaultStaySo() throws {
    let found = try flows(.defaulted(first.adding(months: 11), liquidation: nil))
    #expect(abs(found.inDefault[130] - 100) < 1e-9 && abs(found.loss[131] - 100) < 1e-9)
  }

  @Test func flowsOfLoansAddUp() throws {
    let alone = try flows(nil)
    var sum = CollateralFlows(openingBalance: 0, months: 0)
    sum.add(alone)
    #expect(sum == alone)
    let outcomes = ["B": LoanOutcome.prepaid(first)]
    let both = try CollateralProjection.flows([loan(), loan("B")], outcomes: outcomes, firstMonth: first)
    #expect(both.openingBalance == 2_400 && both.months == 12)
    #expect(abs(both.balance[0] - 1_100) < 1e-9 && abs(both.prepayment[0] - 1_100) < 1e-9)
    #expect(abs(both.scheduledPrincipal[0] - 200) < 1e-9 && abs(both.interest[1] - 5.5) < 1e-12)
  }

  @Test func outcomesOutOfPlaceAreRefused() throws {
    for outcome in [LoanOutcome.prepaid(first.adding(months: -1)), .prepaid(first.adding(months: 12))] {
      let error = #expect(throws: CollateralError.self) { try self.flows(outcome) }
      #expect(error?.loan == "A" && error?.message.contains("not within its 12 months") == true)
    }
    let early = LoanOutcome.defaulted(
      first.adding(months: 2), liquidation: .init(month: first, severity: 0))
    #expect(throws: CollateralError.self) { try self.flows(early) }
    let stranger = #expect(throws: CollateralError.self) {
      try CollateralProjection.flows([self.loan()], outcomes: ["Q": .prepaid(first)], firstMonth: first)
    }
    #expect(stranger?.loan == "Q")
  }

  @Test func differencesAreCountedByLoan() throws {
    let contract = try flows(nil)
    var reports = (0..<12).map { month in
      ReportedLoanMonth(
        loan: "A", month: first.adding(months: month), interest: contract.interest[month],
        scheduledPrincipal: contract.scheduledPrincipal[month], unscheduledPrincipal: 0, loss: 0,
        balance: contract.balance[month])
    }
    let same = try ReportComparison([loan()], reported: reports, firstMonth: first, tolerance: 1e-9)
    #expect(same.differences == [] && same.loans == 1 && same.months.count == 12)
    reports[4] = ReportedLoanMonth(
      loan: "A", month: first.adding(months: 4), interest: 1, scheduledPrincipal: 100,
      unscheduledPrincipal: 50,
      loss: 0, balance: 650)
    let found = try ReportComparison([loan()], reported: reports, firstMonth: first)
    let difference = try #require(found.differences.first)
    #expect(difference.months == 1 && difference.firstMonth == first.adding(months: 4))
    #expect(abs(difference.largest - 50) < 1e-9 && abs(difference.interest - 3) < 1e-9)
    #expect(abs(difference.principal + 50) < 1e-9 && abs(difference.balance) < 1e-9)
    #expect(found.months[4].reported.balance == 650 && abs(found.months[4].projected.balance - 700) < 1e-9)
    let twice = #expect(throws: CollateralError.self) {
      try ReportComparison([self.loan()], reported: reports + [reports[3]], firstMonth: first)
    }
    #expect(twice?.message.contains("2020-04") == true)
    #expect(throws: CollateralError.self) {
      try ReportComparison([self.loan("B")], reported: reports, firstMonth: first)
    }
  }
}
