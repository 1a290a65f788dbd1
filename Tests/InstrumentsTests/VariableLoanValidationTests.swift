import DatesAndConventions
import Instruments
import Testing

/// What loans with a moving rate or balance refuse, by field.
struct VariableLoanValidationTests {
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private func loan(_ amortisation: Amortisation, balance: Double = 1_000) throws(TermsError)
    -> AmortisingLoan
  {
    try AmortisingLoan(
      currency: .usd, balance: balance, balanceDate: Self.date("2023-01-31"),
      firstPaymentDate: Self.date("2023-02-28"), maturity: Self.date("2028-01-31"), rate: 0.05,
      amortisation: amortisation, endOfMonth: true)
  }

  private func reset(
    _ index: RateIndexID = .usdTermSOFR1M, margin: Double = 0.02, first: String = "2023-05-31",
    months: Int = 6,
    step: Double? = nil, firstCap: Double? = nil, cap: Double? = nil, floor: Double = 0, lookback: Int? = nil
  ) -> LoanRateReset {
    LoanRateReset(
      index: index, margin: margin, first: Self.date(first), months: months, lookbackDays: lookback,
      rounding: step.map { RateRounding(step: $0) }, firstCap: firstCap, cap: cap, floor: floor)
  }

  private func field(
    _ amortisation: Amortisation = .levelPay(payment: nil, periods: nil), balance: Double = 1_000,
    reset: LoanRateReset? = nil, payment: LoanPaymentReset? = nil, limit: Double? = nil,
    commitment: LoanCommitment? = nil, draws: [(String, Double)] = [], repayments: [(String, Double)] = [],
    penalties: [(String, Double)] = []
  ) throws -> String? {
    do throws(TermsError) {
      _ = try VariableLoan(
        loan: try loan(amortisation, balance: balance), rateReset: reset, paymentReset: payment,
        balanceLimit: limit, commitment: commitment,
        drawdowns: draws.map { PrincipalPayment(date: Self.date($0.0), amount: $0.1) },
        repayments: repayments.map { PrincipalPayment(date: Self.date($0.0), amount: $0.1) },
        prepaymentPenalties: penalties.map { PrepaymentPenalty(through: Self.date($0.0), rate: $0.1) })
      return nil
    } catch {
      return error.field
    }
  }

  @Test func resets() throws {
    #expect(try field(reset: reset()) == nil)
    #expect(try field(reset: reset(first: "2023-02-28", months: 0)) == nil)
    #expect(try field(reset: reset(.usdPrime)) == nil)
    #expect(try field(reset: reset(.usdSOFR)) == "index")
    #expect(try field(reset: reset(.eurEuribor3M)) == "index")
    #expect(try field(reset: reset(margin: 2.75)) == "margin")
    #expect(try field(reset: reset(first: "2023-05-30")) == "first_reset_date")
    #expect(try field(reset: reset(first: "2028-01-31")) == "first_reset_date")
    #expect(try field(reset: reset(months: -1)) == "reset_months")
    #expect(try field(reset: reset(step: 0)) == "rate_rounding")
    #expect(try field(reset: reset(step: 0.125)) == "rate_rounding")
    #expect(try field(reset: reset(firstCap: 0)) == "first_rate_cap")
    #expect(try field(reset: reset(cap: 0.03, floor: 0.04)) == "cap")
    #expect(try field(reset: reset(floor: -0.01)) == "floor")
    #expect(try field(reset: reset(lookback: -1)) == "lookback_days")
  }

  @Test func payments() throws {
    let payment = LoanPaymentReset(first: Self.date("2023-08-31"), months: 12, cap: 0.075)
    #expect(try field(reset: reset(), payment: payment, limit: 1_100) == nil)
    #expect(try field(payment: payment) == "payment_reset_date")
    #expect(try field(.bullet, reset: reset(), payment: payment) == "payment_reset_date")
    #expect(try field(reset: reset(), limit: 900) == "balance_limit")
    #expect(try field(limit: 1_100) == "balance_limit")
    let odd = LoanPaymentReset(first: Self.date("2023-08-15"), months: 12)
    #expect(try field(reset: reset(), payment: odd) == "payment_reset_date")
    let falling = LoanPaymentReset(first: Self.date("2023-08-31"), months: 12, cap: -0.1)
    #expect(try field(reset: reset(), payment: falling) == "payment_cap")
  }

  @Test func commitments() throws {
    let term = LoanCommitment(amount: 1_500)
    let revolving = LoanCommitment(amount: 1_500, isRevolving: true, fee: 0.005)
    let draws = [("2023-06-15", 400.0), ("2024-06-15", 400.0)]
    let repaid = [("2023-12-15", 400.0)]
    #expect(try field(.bullet, commitment: revolving, draws: draws, repayments: repaid) == nil)
    #expect(try field(.bullet, commitment: term, draws: draws, repayments: repaid) == "drawdowns")
    #expect(try field(.bullet, commitment: revolving, draws: [("2023-06-15", 501)]) == "drawdowns")
    #expect(try field(.bullet, commitment: term, repayments: [("2023-06-15", 1_001)]) == "principal_payments")
    #expect(try field(.bullet, commitment: term, draws: [("2028-01-31", 1)]) == "drawdowns")
    #expect(try field(.bullet, draws: draws) == "commitment")
    #expect(try field(commitment: term) == "amortisation")
    #expect(try field(.bullet, balance: 2_000, commitment: term) == "balance")
    #expect(try field(.bullet, commitment: LoanCommitment(amount: 0)) == "commitment")
    #expect(try field(.bullet, commitment: LoanCommitment(amount: 1_500, fee: 50)) == "commitment_fee")
    #expect(
      try field(.bullet, commitment: LoanCommitment(amount: 1_500, utilisationThreshold: 33))
        == "utilisation_threshold")
  }

  @Test func penaltiesAndSchedules() throws {
    #expect(try field(penalties: [("2024-01-31", 0.02), ("2025-01-31", 0.01)]) == nil)
    #expect(try field(penalties: [("2024-01-31", 0.02), ("2024-01-31", 0.01)]) == "prepayment_penalties")
    #expect(try field(penalties: [("2024-01-31", 2)]) == "prepayment_penalties")
    #expect(try field(.schedule([]), penalties: [("2024-01-31", 0.02)]) == "amortisation")
    #expect(try field(repayments: [("2023-12-15", 400.0)]) == "amortisation")
  }
}
