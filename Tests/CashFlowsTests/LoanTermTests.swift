import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import Testing

/// Loans whose interest is capitalised, goes by rests, or whose payments fall every so many days; what ACTUS publishes of them is
/// in `ActusTests`.
@Suite struct LoanTermTests {
  private func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private func loan(
    _ amortisation: Amortisation, dayCount: DayCount = .actual365Fixed, fee: Double = 0,
    prepayment: Double = 0,
    steps: [RateStep] = [], first: String = "2023-02-01", maturity: String = "2025-01-01",
    accrual: BusinessDayConvention = .unadjusted, penultimate: String? = nil, days: Int? = nil,
    annuity: Annuity = .equalPeriods, capitalised: String? = nil, rests: InterestRests? = nil
  ) throws -> AmortisingLoan {
    try AmortisingLoan(
      currency: .usd, balance: 100_000, balanceDate: date("2023-01-01"), firstPaymentDate: date(first),
      maturity: date(maturity), rate: 0.06, rateSteps: steps, dayCount: dayCount, amortisation: amortisation,
      servicingFee: fee, prepaymentRate: prepayment, accrualConvention: accrual,
      penultimatePaymentDate: penultimate.map(date), periodDays: days, annuity: annuity,
      capitalisedUntil: capitalised.map(date), interestRests: rests)
  }

  /// Every payment of a period between two resets is as high as the last of all would be.
  @Test(arguments: [DayCount.actual365Fixed, .actual360, .actualActualISDA, .actualActualICMA, .thirtyE360])
  func paymentsByDaysAreAllAlike(dayCount: DayCount) throws {
    let whole = LoanAmortisation(
      try loan(
        .levelPay(payment: nil, periods: nil), dayCount: dayCount, first: "2023-01-20", annuity: .actualDays))
    let level = try #require(whole.levelPayment)
    for payment in whole.payments { #expect(abs(payment.total - level) <= 1e-8, "\(payment.dueDate)") }
    let stepped = LoanAmortisation(
      try loan(
        .levelPay(payment: nil, periods: nil), dayCount: dayCount,
        steps: [RateStep(date: date("2023-09-01"), rate: 0.08)], annuity: .actualDays)
    ).payments
    let (before, after) = (stepped.prefix(8), stepped.dropFirst(8))
    for payment in before { #expect(abs(payment.total - before[0].total) <= 1e-8) }
    for payment in after { #expect(abs(payment.total - stepped[8].total) <= 1e-8) }
    #expect(stepped[8].total > stepped[7].total + 50)
  }

  @Test func equalPeriodsAreWhatBothAnnuitiesSayOfEqualPeriods() throws {
    let terms = Amortisation.interestOnlyThenLevelPay(interestOnlyPeriods: 3, periods: nil)
    let days = LoanAmortisation(try loan(terms, dayCount: .thirty360BondBasis, annuity: .actualDays)).payments
    let equal = LoanAmortisation(try loan(terms, dayCount: .thirty360BondBasis)).payments
    #expect(days.count == equal.count)
    for (one, other) in zip(days, equal) {
      #expect(abs(one.principal - other.principal) <= 1e-8)
      #expect(abs(one.balanceAfter - other.balanceAfter) <= 1e-8)
    }
  }

  /// A loan that capitalises for half a year is one lent half a year later for more.
  @Test(arguments: [
    Amortisation.levelPay(payment: nil, periods: nil), .levelPay(payment: nil, periods: 60),
    .linear(periods: nil),
    .linear(periods: 30), .interestOnlyThenLevelPay(interestOnlyPeriods: 2, periods: nil), .bullet,
  ])
  func capitalisingDelaysTheLoan(amortisation: Amortisation) throws {
    let whole = LoanAmortisation(
      try loan(amortisation, dayCount: .thirty360BondBasis, prepayment: 0.1, capitalised: "2023-07-15"))
    #expect(whole.payments.prefix(6).allSatisfy { $0.netInterest == -$0.principal && $0.principal < 0 })
    let start = try #require(whole.payments.dropFirst(5).first)
    #expect(start.dueDate == date("2023-07-01"))
    // Six months at half a percent, with a tenth a year prepaid.
    let grown: Double = 100_000 * pow(1.005 * pow(0.9, 1.0 / 12), 6.0)
    #expect(abs(start.balanceAfter - grown) <= 1e-6)
    let later = LoanAmortisation(
      try AmortisingLoan(
        currency: .usd, balance: start.balanceAfter, balanceDate: date("2023-07-01"),
        firstPaymentDate: date("2023-08-01"), maturity: date("2025-01-01"), rate: 0.06,
        dayCount: .thirty360BondBasis, amortisation: amortisation, prepaymentRate: 0.1)
    ).payments
    #expect(whole.payments.count == later.count + 6)
    for (one, other) in zip(whole.payments.dropFirst(6), later) {
      #expect(abs(one.principal - other.principal) <= 1e-6, "\(one.dueDate)")
      #expect(abs(one.netInterest - other.netInterest) <= 1e-6, "\(one.dueDate)")
      #expect(abs(one.balanceAfter - other.balanceAfter) <= 1e-6, "\(one.dueDate)")
    }
  }

  /// Of interest that is capitalised the holder still pays the fee.
  @Test func feeOfCapitalisedInterestIsPaid() throws {
    let first = try #require(
      LoanAmortisation(
        try loan(.bullet, dayCount: .thirty360BondBasis, fee: 0.0024, capitalised: "2023-04-01")
      ).payments.first)
    #expect(abs(first.principal + 500) <= 1e-9)
    #expect(abs(first.total + 20) <= 1e-9)
  }

  /// Flows keep the principal that interest becomes, so that they add up to the balance.
  @Test func flowsAddUpToTheBalance() throws {
    let terms = try loan(.levelPay(payment: nil, periods: nil), capitalised: "2023-06-01")
    var columns = CashFlowColumns()
    CashFlowGenerator.append(.amortisingLoan(terms), after: date("2023-01-01"), to: &columns)
    #expect(columns.principal.count == 24)
    #expect(zip(columns.principal, columns.interest).prefix(5).allSatisfy { $0 == -$1 && $0 < -400 })
    #expect(abs(columns.principal.reduce(0, +) - 100_000) <= 1e-8)
  }

  /// With annual rests the interest of a year is on the balance at its start; accrued interest too.
  @Test func interestOfAYearIsOnItsRest() throws {
    let rests = InterestRests(first: date("2024-01-01"), months: 12)
    let amortisation = LoanAmortisation(
      try loan(.linear(principal: 1_000, periods: nil), dayCount: .thirty360BondBasis, rests: rests))
    let payments = amortisation.payments
    for payment in payments.prefix(12) { #expect(abs(payment.netInterest - 500) <= 1e-9) }
    for payment in payments.dropFirst(12) { #expect(abs(payment.netInterest - 440) <= 1e-9) }
    #expect(payments[11].balanceAfter == 88_000)
    // Half of May 2023, on 100,000 though 96,000 is owed.
    #expect(abs(amortisation.accruedInterest(at: date("2023-05-16")) - 250) <= 1e-9)
    #expect(amortisation.balance(at: date("2023-05-16")) == 96_000)
  }

  /// 26 payments fall in 52 weeks, and each accrues 14 days.
  @Test func everyTwoWeeks() throws {
    let terms = try loan(
      .levelPay(payment: 4_000, periods: nil), prepayment: 0.2, first: "2023-01-15", maturity: "2023-12-31",
      days: 14)
    let payments = LoanAmortisation(terms).payments
    #expect(payments.count == 26)
    var balance = 100_000.0
    for (index, payment) in payments.enumerated() {
      #expect(payment.dueDate == date("2023-01-01").adding(days: 14 * (index + 1)))
      let interest = balance * 0.06 * 14 / 365
      #expect(abs(payment.netInterest - interest) <= 1e-6)
      #expect(abs(payment.balanceBefore - balance) <= 1e-6)
      balance = payment.balanceAfter
      if index < 25 {
        let left = payment.balanceBefore - payment.principal
        #expect(abs(payment.prepayment - left * (1 - pow(0.8, 14.0 / 365))) <= 1e-6)
      }
    }
    #expect(
      abs(LoanAmortisation(terms).accruedInterest(at: date("2023-01-08")) - 100_000 * 0.06 * 7 / 365) <= 1e-9)
  }

  /// Saturday 1 April 2023 pays and accrues to Monday the 3rd; a last period runs from 1 November over 1 December.
  @Test func accrualMovesAndTheLastPeriodIsLong() throws {
    let payments = LoanAmortisation(
      try loan(.bullet, maturity: "2024-01-01", accrual: .following, penultimate: "2023-11-01")
    ).payments
    #expect(payments.count == 11)
    let days = payments.map { ($0.netInterest / 100_000 / 0.06 * 365).rounded() }
    #expect(days == [31, 28, 33, 28, 31, 32, 29, 31, 31, 30, 61])
    #expect(payments[2].dueDate == date("2023-04-01") && payments[3].accrualStart == date("2023-04-03"))
  }
}
