import CashFlows
import DatesAndConventions
import Instruments
import Testing

/// Loans whose rate changes on days known in advance.
@Suite struct LoanRateStepTests {
  private func loan(
    _ amortisation: Amortisation, rate: Double = 0.06, steps: [(String, Double)], fee: Double = 0,
    dayCount: DayCount = .actual365Fixed, maturity: String = "2024-03-15", prepaymentRate: Double = 0
  ) throws(TermsError) -> AmortisingLoan {
    try AmortisingLoan(
      currency: .usd, balance: 120_000, balanceDate: date("2023-03-15"),
      firstPaymentDate: date("2023-04-15"), maturity: date(maturity), rate: rate,
      rateSteps: steps.map { RateStep(date: date($0.0), rate: $0.1) }, dayCount: dayCount,
      amortisation: amortisation, servicingFee: fee, prepaymentRate: prepaymentRate)
  }

  private func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  /// By hand: 15 March to 15 April is 31 days, 10 of them after the step.
  @Test func aStepWithinAPeriodSplitsItsInterest() throws {
    let payments = LoanAmortisation(try loan(.bullet, steps: [("2023-04-05", 0.09)], fee: 0.0025)).payments
    let fee = 120_000 * 0.0025 * 31 / 365
    #expect(abs(payments[0].netInterest - (120_000 * (0.06 * 21 + 0.09 * 10) / 365 - fee)) <= 1e-9)
    #expect(abs(payments[1].netInterest - 120_000 * (0.09 - 0.0025) * 30 / 365) <= 1e-9)
  }

  /// 30/360: 20 days of a month at the old rate, 10 at the new one.
  @Test func aRegularMonthStaysATwelfth() throws {
    let payments = LoanAmortisation(
      try loan(.bullet, steps: [("2023-04-05", 0.09)], dayCount: .thirty360BondBasis)
    ).payments
    #expect(abs(payments[0].netInterest - 120_000 * (0.06 * 20 + 0.09 * 10) / 360) <= 1e-9)
    #expect(abs(payments[1].netInterest - 900) <= 1e-9)
  }

  /// A loan that takes over the balance, the rate and the payments left is the same loan.
  @Test(arguments: [0, 0.08])
  func aLevelPaymentIsWorkedOutAnewAtAStep(prepaymentRate: Double) throws {
    let whole = LoanAmortisation(
      try loan(
        .levelPay(payment: nil, periods: 240), steps: [("2023-09-15", 0.08)], dayCount: .thirty360BondBasis,
        prepaymentRate: prepaymentRate)
    )
    let before = whole.payments[5]
    #expect(before.dueDate == date("2023-09-15"))
    let rest = LoanAmortisation(
      try AmortisingLoan(
        currency: .usd, balance: before.balanceAfter, balanceDate: date("2023-09-15"),
        firstPaymentDate: date("2023-10-15"), maturity: date("2024-03-15"), rate: 0.08,
        amortisation: .levelPay(payment: nil, periods: 234), prepaymentRate: prepaymentRate))
    #expect(whole.payments.count == 6 + rest.payments.count)
    for (ours, theirs) in zip(whole.payments.dropFirst(6), rest.payments) {
      #expect(abs(ours.netInterest - theirs.netInterest) <= 1e-8)
      #expect(abs(ours.principal - theirs.principal) <= 1e-8)
      #expect(abs(ours.prepayment - theirs.prepayment) <= 1e-8)
    }
  }

  /// Interest only until the step and beyond: the payment is that of the rate in force when it begins.
  @Test func interestOnlyLoansStepToo() throws {
    let payments = LoanAmortisation(
      try loan(
        .interestOnlyThenLevelPay(interestOnlyPeriods: 4, periods: nil), steps: [("2023-05-15", 0.09)],
        dayCount: .thirty360BondBasis)
    ).payments
    #expect(abs(payments[3].netInterest - 900) <= 1e-9 && payments[3].principal == 0)
    let level = LevelPayment.amount(balance: 120_000, ratePerPeriod: 0.0075, payments: 8)
    for payment in payments.dropFirst(4) { #expect(abs(payment.total - level) <= 1e-8) }
    #expect(payments.count == 12)
  }

  @Test func aStatedPaymentStays() throws {
    let payments = LoanAmortisation(
      try loan(.levelPay(payment: 900, periods: nil), steps: [("2023-06-15", 0.12)])
    ).payments
    for payment in payments.dropLast() { #expect(abs(payment.total - 900) <= 1e-9) }
    #expect(payments[4].principal < 0)
  }

  /// On each day, interest accrued is what a loan that ended there would pay.
  @Test(arguments: ["2023-03-20", "2023-04-05", "2023-04-12"])
  func accruedInterestKnowsSteps(settlement: String) throws {
    let terms = try loan(.bullet, steps: [("2023-04-05", 0.09)], fee: 0.0025)
    let days = Double(date(settlement) - date("2023-03-15"))
    let after = max(0, Double(date(settlement) - date("2023-04-05")))
    let byHand = 120_000 * (0.0575 * days + 0.03 * after) / 365
    #expect(abs(LoanAmortisation(terms).accruedInterest(at: date(settlement)) - byHand) <= 1e-9)
  }

  @Test func stepsAreChecked() {
    let cases: [(steps: [(String, Double)], says: String)] = [
      ([("2023-03-15", 0.05)], "2023-03-15 is not in date order between the balance date and maturity"),
      ([("2024-03-15", 0.05)], "2024-03-15 is not in date order"),
      ([("2023-09-15", 0.05), ("2023-09-15", 0.04)], "2023-09-15 is not in date order"),
      ([("2023-09-15", 6)], "6.0 is not a decimal rate between -0.1 and 1; write 6.5% as 0.065"),
      ([("2023-09-15", -0.5)], "-0.5 is not a decimal rate"),
      ([("2023-09-15", -0.01)], "-0.01 from 2023-09-15 is below the servicing fee 0.0025"),
      ([("2023-09-15", 0.002)], "0.002 from 2023-09-15 is below the servicing fee 0.0025"),
    ]
    for (steps, says) in cases {
      let fault = #expect(throws: TermsError.self) { try loan(.bullet, steps: steps, fee: 0.0025) }
      #expect(fault?.field == "rate_schedule")
      #expect(fault?.message.contains(says) == true, "\(fault?.message ?? "")")
    }
  }

  @Test func aStatedPrincipalIsRepaidEachPeriod() throws {
    let payments = LoanAmortisation(try loan(.linear(principal: 7_000, periods: nil), steps: [])).payments
    #expect(payments.count == 12)
    for payment in payments.dropLast() { #expect(payment.principal == 7_000) }
    #expect(abs(payments[11].principal - 43_000) <= 1e-9)
    let faster = LoanAmortisation(try loan(.linear(principal: 50_000, periods: nil), steps: [])).payments
    #expect(faster.map(\.principal) == [50_000, 50_000, 20_000])
    #expect(throws: TermsError.self) { try loan(.linear(principal: 0, periods: nil), steps: []) }
  }
}
