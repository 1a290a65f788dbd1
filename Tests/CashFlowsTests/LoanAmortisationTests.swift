import CashFlows
import DatesAndConventions
import Instruments
import Testing

@Suite struct LoanAmortisationTests {
  /// Pay dates exactly; amounts within 1e-10 of the balance.
  @Test func flowsEqualQuantLib() throws {
    for golden in try FlowGoldens.load().loans {
      let flows = flows(of: .amortisingLoan(try golden.loan()), after: golden.balanceDate)
      #expect(flows.flowCount == golden.count, "\(golden)")
      guard flows.flowCount == golden.count else { continue }
      for (index, flow) in golden.flows.enumerated() {
        let place = index < golden.flows.count / 2 ? index : golden.count - golden.flows.count + index
        #expect(flows.payDays[place] == flow.date.dayNumber, "\(golden)")
        #expect(
          abs(flows.interest[place] - flow.interest) <= 1e-10 * golden.balance, "\(golden) \(flow.date)")
        #expect(
          abs(flows.principal[place] - flow.principal) <= 1e-10 * golden.balance, "\(golden) \(flow.date)")
      }
    }
  }

  /// Against the textbook recursion, which works the payment out anew each month. Late in the life of a fast-prepaid
  /// loan both follow a balance of nearly 0; hence relative to the first balance.
  @Test func prepaymentEqualsTheMonthlyRecursion() throws {
    for golden in try FlowGoldens.load().prepaidLoans {
      let payments = LoanAmortisation(try prepaid(golden)).payments
      #expect(payments.count == golden.count, "\(golden)")
      guard payments.count == golden.count else { continue }
      for (index, row) in golden.rows.enumerated() {
        let payment = payments[
          index < golden.rows.count / 2 ? index : golden.count - golden.rows.count + index]
        for (ours, theirs) in zip(
          [payment.netInterest, payment.principal, payment.prepayment, payment.balanceAfter], row)
        {
          #expect(abs(ours - theirs) <= 1e-10 * golden.balance, "\(golden) row \(index)")
        }
      }
    }
  }

  private func prepaid(_ golden: FlowGoldens.PrepaidCase) throws -> AmortisingLoan {
    try AmortisingLoan(
      currency: .usd, balance: golden.balance, balanceDate: date("2023-01-01"),
      firstPaymentDate: date("2023-02-01"), maturity: date("2023-01-01").adding(months: golden.months),
      rate: golden.rate, amortisation: .levelPay(payment: nil, periods: nil), servicingFee: golden.fee,
      prepaymentRate: golden.cpr)
  }

  /// QuantLib `amortizingbond.cpp`: payments per 100 over 360 months, to the nine places printed.
  @Test(arguments: [(0, 0.277777778), (0.05, 0.536821623), (0.12, 1.028612597)])
  func levelPaymentsArePublishedOnes(rate: Double, expected: Double) {
    let payment = LevelPayment.amount(balance: 100, ratePerPeriod: rate / 12, payments: 360)
    #expect(abs(payment - expected) <= 5e-10)
  }

  @Test func levelPaymentHasNoJumpAtRateZero() {
    let atZero = LevelPayment.amount(balance: 100, ratePerPeriod: 0, payments: 360)
    #expect(abs(LevelPayment.amount(balance: 100, ratePerPeriod: 1e-13, payments: 360) - atZero) < 1e-10)
  }

  static let shapes: [Amortisation] = [
    .levelPay(payment: nil, periods: nil), .levelPay(payment: nil, periods: 400),
    .levelPay(payment: 9_000, periods: nil),
    .levelPay(payment: 500, periods: nil), .linear(periods: nil), .linear(periods: 300), .linear(periods: 20),
    .bullet, .interestOnlyThenLevelPay(interestOnlyPeriods: 24, periods: nil),
    .interestOnlyThenLevelPay(interestOnlyPeriods: 500, periods: 360),
    .schedule([
      PrincipalPayment(date: date("2023-09-01"), amount: 100_000),
      PrincipalPayment(date: date("2025-03-17"), amount: 250_000),
      PrincipalPayment(date: date("2032-12-15"), amount: 400_000),
    ]),
  ]

  /// Whatever the shape, principal and prepayments add up to the balance, and nothing is left at the end.
  @Test(arguments: shapes, [0, 0.07])
  func principalAddsUpToTheBalance(shape: Amortisation, rate: Double) throws {
    for dayCount in [DayCount.thirty360BondBasis, .actual360, .actualActualICMA] {
      for cpr in [0, 0.08, 1] {
        let loan = try AmortisingLoan(
          currency: .usd, balance: 1e6, balanceDate: date("2023-02-28"), firstPaymentDate: date("2023-04-15"),
          maturity: date("2033-01-31"), rate: rate, dayCount: dayCount, amortisation: shape,
          servicingFee: min(rate, 0.0025), prepaymentRate: cpr)
        let payments = LoanAmortisation(loan).payments
        let repaid = payments.reduce(0) { $0 + $1.principal + $1.prepayment }
        #expect(abs(repaid - 1e6) <= 1e-9 * 1e6)
        #expect(payments.last?.balanceAfter == 0)
        #expect(payments[0].balanceBefore == 1e6)
        for (previous, next) in zip(payments, payments.dropFirst()) {
          #expect(abs(previous.balanceAfter - next.balanceBefore) <= 1e-9)
          #expect(previous.dueDate < next.dueDate)
        }
      }
    }
  }

  @Test func balloonIsWhatALongerTermLeaves() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 1e6, balanceDate: date("2023-01-01"), firstPaymentDate: date("2023-02-01"),
      maturity: date("2033-01-01"), rate: 0.06, amortisation: .levelPay(payment: nil, periods: 360))
    let amortisation = LoanAmortisation(loan)
    #expect(abs(amortisation.levelPayment! - 5_995.505252) < 1e-5)
    let last = amortisation.payments.last!
    // The present value of the 240 payments that the balloon replaces, one month before it is due with its interest.
    let left = (1 - 1 / powerOf(1.005, 240)) / 0.005 * amortisation.levelPayment!
    #expect(abs(last.balanceBefore - last.principal) < 1e-9)
    #expect(abs(last.principal - (amortisation.levelPayment! - last.netInterest) - left) < 1e-6)
  }

  private func powerOf(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  @Test func feeAccruesOnTheSameBalanceAndDays() throws {
    func interest(_ rate: Double, _ fee: Double) throws -> [Double] {
      try LoanAmortisation(
        AmortisingLoan(
          currency: .usd, balance: 1e6, balanceDate: date("2023-01-10"), firstPaymentDate: date("2023-02-10"),
          maturity: date("2025-01-10"), rate: rate, dayCount: .actual360, amortisation: .linear(periods: nil),
          servicingFee: fee)
      ).payments.map(\.netInterest)
    }
    for (gross, net) in zip(try interest(0.06, 0), try interest(0.06, 0.005)) {
      #expect(abs(net - gross * (0.06 - 0.005) / 0.06) < 1e-9)
    }
    #expect(try interest(0.005, 0.005).allSatisfy { $0 == 0 })
  }

  @Test func accruedInterestAndBalanceAtSettlement() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 120_000, balanceDate: date("2023-01-01"), firstPaymentDate: date("2023-02-01"),
      maturity: date("2024-01-01"), rate: 0.06, amortisation: .linear(periods: nil), servicingFee: 0.01)
    let amortisation = LoanAmortisation(loan)
    #expect(amortisation.balance(at: date("2023-01-15")) == 120_000)
    #expect(abs(amortisation.accruedInterest(at: date("2023-01-16")) - 120_000 * 0.05 * 15 / 360) < 1e-9)
    #expect(amortisation.balance(at: date("2023-02-01")) == 110_000)
    #expect(amortisation.accruedInterest(at: date("2023-02-01")) == 0)
    #expect(amortisation.balance(at: date("2024-01-01")) == 0)
    #expect(amortisation.accruedInterest(at: date("2024-02-01")) == 0)
  }

  /// Due on Saturday 1 July 2023 and paid on the Monday: still the buyer's on the Sunday, with its whole interest.
  @Test func aPaymentOnItsWayBelongsToTheBuyer() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 120_000, balanceDate: date("2023-06-01"), firstPaymentDate: date("2023-07-01"),
      maturity: date("2024-06-01"), rate: 0.06, amortisation: .linear(periods: nil),
      calendar: .usGovernmentBond,
      paymentConvention: .following)
    let amortisation = LoanAmortisation(loan)
    #expect(amortisation.balance(at: date("2023-07-02")) == 120_000)
    #expect(abs(amortisation.accruedInterest(at: date("2023-07-02")) - 600) < 1e-9)
    #expect(amortisation.balance(at: date("2023-07-03")) == 110_000)
    #expect(abs(amortisation.accruedInterest(at: date("2023-07-03")) - 110_000 * 0.06 * 2 / 360) < 1e-9)
  }

  @Test func aSinglePaymentRepaysAll() throws {
    let loan = try AmortisingLoan(
      currency: .eur, balance: 5e5, balanceDate: date("2024-02-29"), firstPaymentDate: date("2025-02-28"),
      maturity: date("2025-02-28"), rate: 0.04, frequency: .once, dayCount: .actual365Fixed,
      amortisation: .bullet)
    let payments = LoanAmortisation(loan).payments
    #expect(payments.count == 1)
    #expect(abs(payments[0].netInterest - 5e5 * 0.04) < 1e-9)
    #expect(payments[0].principal == 5e5)
  }

  @Test func nothingOutstandingPaysNothing() throws {
    let loan = try AmortisingLoan(
      currency: .usd, balance: 0, balanceDate: date("2023-01-01"), firstPaymentDate: date("2023-02-01"),
      maturity: date("2024-01-01"), rate: 0.06, amortisation: .bullet)
    #expect(LoanAmortisation(loan).payments.isEmpty)
  }
}
