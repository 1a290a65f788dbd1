import DatesAndConventions
import Instruments
import Testing

@testable import CashFlows

@Suite struct CashFlowColumnsTests {
  private static let start = CivilDate(iso: "2023-03-01")!

  private static func loan(_ amortisation: Amortisation, rate: Double) throws -> AmortisingLoan {
    try AmortisingLoan(
      currency: .usd, balance: 120_000, balanceDate: start, firstPaymentDate: start.adding(months: 1),
      maturity: start.adding(months: 24), rate: rate, amortisation: amortisation, prepaymentRate: 0.06)
  }

  private static func expectFlows(of loan: AmortisingLoan, after: CivilDate) {
    var columns = CashFlowColumns()
    CashFlowGenerator.append(.amortisingLoan(loan), after: after, to: &columns)
    let payments = LoanAmortisation(loan).payments.filter { $0.payDate > after && $0.total != 0 }
    #expect(columns.offsets == [0, payments.count])
    #expect(columns.payDays == payments.map(\.payDate.dayNumber))
    #expect(columns.exDays == columns.payDays)
    #expect(columns.interest == payments.map(\.netInterest))
    #expect(columns.principal == payments.map(\.principal))
    #expect(columns.prepayment == payments.map(\.prepayment))
    #expect(columns.balances == payments.map(\.balanceAfter))
    #expect(columns.currencies == payments.map { _ in .usd })
  }

  @Test func aLoanGivesAFlowForEachPaymentToCome() throws {
    let loan = try Self.loan(.levelPay(payment: nil, periods: nil), rate: 0.05)
    Self.expectFlows(of: loan, after: Self.start)
    Self.expectFlows(of: loan, after: Self.start.adding(months: 10))
    Self.expectFlows(of: loan, after: Self.start.adding(months: 24))
  }

  /// Without interest and prepayment a bullet loan pays at maturity alone.
  @Test func dueDatesOnWhichNothingIsPaidGiveNoFlow() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 120_000, balanceDate: Self.start,
      firstPaymentDate: Self.start.adding(months: 1),
      maturity: Self.start.adding(months: 24), rate: 0, amortisation: .bullet)
    var columns = CashFlowColumns()
    CashFlowGenerator.append(.amortisingLoan(loan), after: Self.start, to: &columns)
    #expect(columns.flowCount == 1)
    #expect(columns.principal == [120_000])
    Self.expectFlows(of: loan, after: Self.start)
  }

  @Test func columnsAreAsNewWhenAllIsRemoved() throws {
    let loan = Instrument.amortisingLoan(try Self.loan(.linear(periods: nil), rate: 0.05))
    var fresh = CashFlowColumns()
    CashFlowGenerator.append(loan, after: Self.start, to: &fresh)

    var reused = CashFlowColumns()
    for _ in 0..<3 { CashFlowGenerator.append(loan, after: Self.start, to: &reused) }
    reused.removeAll()
    #expect(reused.contractCount == 0)
    #expect(reused.flowCount == 0)
    CashFlowGenerator.append(loan, after: Self.start, to: &reused)
    #expect(reused.offsets == fresh.offsets)
    #expect(reused.payDays == fresh.payDays)
    #expect(reused.interest == fresh.interest)
    #expect(reused.balances == fresh.balances)
  }
}
