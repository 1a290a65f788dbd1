import CashFlows
import DatesAndConventions
import Instruments
import Pricing
import Testing

@Suite struct LoanYieldTests {
  /// QuantLib's own solver stops at 1e-13 of yield; the price at its yield must agree to 1e-9 per 100.
  @Test func yieldsAndDurationsEqualQuantLib() throws {
    for golden in try YieldGoldens.load().loans {
      let yield = try #require(LoanYield(try golden.loan(), settlement: golden.settlement), "\(golden)")
      #expect(abs(yield.accrued - golden.accrued) <= 1e-10, "\(golden)")
      #expect(abs(try #require(yield.dirtyPrice(yield: golden.yield)) - golden.dirty) <= 1e-9, "\(golden)")
      let solved = try #require(yield.yield(dirtyPrice: golden.dirty), "\(golden)")
      #expect(abs(solved - golden.yield) <= 1e-10 * (1 + abs(golden.yield)), "\(golden)")
      let sensitivity = yield.sensitivity(yield: golden.yield)
      #expect(
        abs(sensitivity.modifiedDuration - golden.modified) <= 1e-10 * max(1, golden.modified), "\(golden)")
      #expect(abs(sensitivity.convexity - golden.convexity) <= 1e-10 * max(1, golden.convexity), "\(golden)")
    }
  }

  @Test func aLoanAtParYieldsAboutItsRate() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 1e6, balanceDate: date("2023-01-01"), firstPaymentDate: date("2023-02-01"),
      maturity: date("2053-01-01"), rate: 0.065, amortisation: .levelPay(payment: nil, periods: nil),
      prepaymentRate: 0.08)
    let yield = try #require(LoanYield(loan, settlement: date("2023-01-01")))
    // Actual days against twelfths of a year: within a few basis points.
    #expect(abs(try #require(yield.yield(dirtyPrice: 100)) - 0.065) < 3e-4)
    #expect(yield.balance == 1e6)
  }

  @Test func aRepaidLoanHasNoYield() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 1e6, balanceDate: date("2023-01-01"), firstPaymentDate: date("2023-02-01"),
      maturity: date("2024-01-01"), rate: 0.065, amortisation: .bullet)
    #expect(LoanYield(loan, settlement: date("2024-01-01")) == nil)
    #expect(LoanYield(loan, settlement: date("2023-12-31")) != nil)
  }

  /// A fee that takes all interest leaves the principal alone; a price is found nevertheless, and an absurd one is not.
  @Test func principalAloneHasAYield() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 1e6, balanceDate: date("2023-01-01"), firstPaymentDate: date("2023-02-01"),
      maturity: date("2026-01-01"), rate: 0.005, amortisation: .bullet, servicingFee: 0.005)
    let yield = try #require(LoanYield(loan, settlement: date("2023-01-01")))
    let solved = try #require(yield.yield(dirtyPrice: 95))
    #expect(abs(try #require(yield.dirtyPrice(yield: solved)) - 95) < 1e-9)
    #expect(yield.yield(dirtyPrice: 0) == nil)
    #expect(yield.yield(dirtyPrice: -5) == nil)
    #expect(yield.yield(dirtyPrice: .nan) == nil)
  }
}
