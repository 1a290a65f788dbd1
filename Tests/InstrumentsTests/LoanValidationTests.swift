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

  @Test func scheduleRepaysTheBalanceAtMost() throws {
    #expect(throws: Never.self) { try loan(amortisation: repaying(333.33, 333.33, 333.34)) }
    #expect(throws: Never.self) { try loan(amortisation: repaying(100)) }
    let error = #expect(throws: TermsError.self) { try loan(amortisation: repaying(600, 400.01)) }
    #expect(error?.field == "principal_payments")
    #expect(error?.message.contains("more than the balance of 1000") == true)
  }
}
