import DatesAndConventions
import Instruments
import Testing

struct LoanValidationTests {
  private func loan(
    rate: Double = 0.06, fee: Double = 0, amortisation: Amortisation = .bullet
  ) throws(TermsError) -> AmortisingLoan {
    try AmortisingLoan(
      currency: .usd, balance: 1_000, balanceDate: CivilDate(iso: "2023-03-15")!,
      firstPaymentDate: CivilDate(iso: "2023-04-15")!, maturity: CivilDate(iso: "2024-03-15")!, rate: rate,
      amortisation: amortisation, servicingFee: fee)
  }

  private func repaying(_ amounts: Double...) -> Amortisation {
    .schedule(
      amounts.enumerated().map { index, amount in
        PrincipalPayment(date: CivilDate(year: 2023, month: 5 + index, day: 15)!, amount: amount)
      })
  }

  @Test func feeIsTakenOutOfInterest() throws {
    #expect(throws: Never.self) { try loan(rate: 0.06, fee: 0.06) }
    #expect(throws: Never.self) { try loan(rate: 0, fee: 0) }
    let error = #expect(throws: TermsError.self) { try loan(rate: 0.0025, fee: 0.005) }
    #expect(error?.field == "servicing_fee")
    #expect(error?.message.contains("0.005 is above the rate 0.0025") == true)
  }

  @Test func ratesBelowZeroAreThoseOfMarkets() throws {
    #expect(throws: Never.self) { try loan(rate: -0.0075) }
    let error = #expect(throws: TermsError.self) { try loan(rate: -0.75) }
    #expect(error?.message == "-0.75 is not a decimal rate between -0.1 and 1; write 6.5% as 0.065")
    #expect(throws: TermsError.self) { try loan(rate: -0.01, fee: 0.001) }
  }

  private func termed(
    amortisation: Amortisation = .levelPay(payment: nil, periods: nil), dayCount: DayCount = .actual365Fixed,
    accrual: BusinessDayConvention = .unadjusted, penultimate: String? = nil, days: Int? = nil,
    annuity: Annuity = .equalPeriods, capitalised: String? = nil, rests: InterestRests? = nil
  ) throws(TermsError) -> AmortisingLoan {
    try AmortisingLoan(
      currency: .usd, balance: 1_000, balanceDate: CivilDate(iso: "2023-03-15")!,
      firstPaymentDate: CivilDate(iso: "2023-04-15")!, maturity: CivilDate(iso: "2024-03-15")!, rate: 0.06,
      dayCount: dayCount, amortisation: amortisation, accrualConvention: accrual,
      penultimatePaymentDate: penultimate.flatMap(CivilDate.init(iso:)), periodDays: days, annuity: annuity,
      capitalisedUntil: capitalised.flatMap(CivilDate.init(iso:)), interestRests: rests)
  }

  @Test func cyclesAndInterestNameTheirField() throws {
    #expect(throws: Never.self) {
      try termed(
        accrual: .following, penultimate: "2024-01-15", annuity: .actualDays, capitalised: "2023-05-15",
        rests: InterestRests(first: CivilDate(iso: "2023-09-15")!, months: 6, balance: 900))
    }
    #expect(throws: Never.self) { try termed(penultimate: "2023-04-29", days: 14) }
    func field(_ make: () throws -> AmortisingLoan) -> String? {
      do {
        _ = try make()
        return nil
      } catch { return (error as? TermsError)?.field }
    }
    let rest = { (first: String, months: Int, balance: Double?) in
      InterestRests(first: CivilDate(iso: first)!, months: months, balance: balance)
    }
    #expect(field { try termed(penultimate: "2023-06-16") } == "penultimate_payment_date")
    #expect(field { try termed(penultimate: "2024-03-15") } == "penultimate_payment_date")
    #expect(field { try termed(penultimate: "2023-04-30", days: 14) } == "penultimate_payment_date")
    #expect(field { try termed(days: 0) } == "period_days")
    #expect(field { try termed(dayCount: .actualActualICMA, days: 14) } == "day_count")
    #expect(field { try termed(amortisation: .bullet, annuity: .actualDays) } == "annuity")
    #expect(
      field { try termed(amortisation: .levelPay(payment: nil, periods: 9), annuity: .actualDays) }
        == "annuity")
    #expect(field { try termed(capitalised: "2023-03-15") } == "capitalised_until")
    #expect(field { try termed(capitalised: "2024-03-15") } == "capitalised_until")
    #expect(field { try termed(rests: rest("2023-04-16", 12, nil)) } == "first_rest_date")
    #expect(field { try termed(days: 14, rests: rest("2023-04-15", 12, nil)) } == "first_rest_date")
    #expect(field { try termed(rests: rest("2023-04-15", 0, nil)) } == "rest_months")
    #expect(field { try termed(rests: rest("2023-04-15", 12, -1)) } == "rest_balance")
    #expect(field { try termed(amortisation: repaying(100), accrual: .following) } == "accrual_convention")
    #expect(
      field { try termed(amortisation: repaying(100), rests: rest("2023-04-15", 1, nil)) }
        == "first_rest_date")
  }

  @Test func movingRatesRefuseThem() throws {
    let terms = try termed(annuity: .actualDays)
    let error = #expect(throws: TermsError.self) {
      try VariableLoan(loan: terms, commitment: LoanCommitment(amount: 2_000))
    }
    #expect(error?.field == "annuity")
    let negative = #expect(throws: TermsError.self) {
      try VariableLoan(loan: loan(rate: -0.01), commitment: LoanCommitment(amount: 2_000))
    }
    #expect(negative?.field == "rate")
  }

  @Test func scheduleRepaysTheBalanceAtMost() throws {
    #expect(throws: Never.self) { try loan(amortisation: repaying(333.33, 333.33, 333.34)) }
    #expect(throws: Never.self) { try loan(amortisation: repaying(100)) }
    let error = #expect(throws: TermsError.self) { try loan(amortisation: repaying(600, 400.01)) }
    #expect(error?.field == "principal_payments")
    #expect(error?.message.contains("more than the balance of 1000") == true)
  }
}
