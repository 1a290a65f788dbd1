import DatesAndConventions
import Instruments
import Testing

/// What pools, forward trades in them and bonds of deals refuse, by field.
struct AssetBackedValidationTests {
  private func field(_ make: () throws(TermsError) -> some Sendable) -> String? {
    do throws(TermsError) {
      _ = try make()
      return nil
    } catch {
      return error.field
    }
  }

  private func pool(
    coupon: Double = 0.05, wac: Double = 0.055, wam: Int = 350, age: Int = 10, score: Int? = nil,
    ltv: Double? = nil, size: Double? = nil, factor: Double = 1, delay: Int? = nil, settlement: Int = 2
  ) -> String? {
    field { () throws(TermsError) in
      try AgencyPool(
        program: .ginnieMaeII, coupon: coupon,
        loans: PoolLoans(
          noteRate: wac, remainingTerm: wam, age: age, score: score, loanToValue: ltv, loanSize: size),
        factor: factor, factorMonth: YearMonth("2023-03")!, prepayment: .speed(100, .psa), delayDays: delay,
        settlementDays: settlement)
    }
  }

  @Test func pools() {
    #expect(pool() == nil)
    #expect(pool(coupon: 5) == "coupon")
    #expect(pool(wac: 0.049) == "wac")
    #expect(pool(wam: 0) == "wam")
    #expect(pool(age: -1) == "loan_age")
    #expect(pool(score: 70) == "score")
    #expect(pool(ltv: 80) == "ltv")
    #expect(pool(size: 0) == "loan_size")
    #expect(pool(factor: 1.01) == "factor")
    #expect(pool(delay: 91) == "delay_days")
    #expect(pool(settlement: 11) == "settlement_days")
  }

  @Test func paymentsByProgram() throws {
    func payDate(_ program: AgencyProgram, delay: Int? = nil) throws -> String {
      try AgencyPool(
        program: program, coupon: 0.05, loans: PoolLoans(noteRate: 0.055, remainingTerm: 1, age: 0),
        factor: 1,
        factorMonth: YearMonth("2023-11")!, prepayment: .speed(0, .cpr), delayDays: delay
      ).maturity.description
    }
    #expect(
      try AgencyProgram.allCases.map { try payDate($0) }
        == ["2023-12-15", "2023-12-20", "2023-12-25", "2023-12-25", "2023-12-15"])
    #expect(try payDate(.freddieMacGold, delay: 44) == "2024-01-15")
  }

  @Test(arguments: [
    ("150 PSA", PoolPrepayment.speed(150, .psa)), ("8.5 CPR", .speed(8.5, .cpr)),
    ("0.7 SMM", .speed(0.7, .smm)),
    ("FAST-2", .model("FAST-2")),
  ])
  func speeds(text: String, prepayment: PoolPrepayment) throws {
    #expect(try PoolPrepayment(text) == prepayment && prepayment.text == text)
  }

  @Test(arguments: [
    "150", "150 ABC", "150PSA", "8 CPR now", "101 CPR", "-1 CPR", "", "5001 PSA", "nan PSA 1",
  ])
  func notSpeeds(text: String) {
    let isModel = text.first?.isLetter == true
    #expect(field { () throws(TermsError) in try PoolPrepayment(text) } == (isModel ? nil : "prepayment"))
  }

  @Test func forwardTrades() throws {
    let day = CivilDate(iso: "2023-05-15")!
    let trade = try ToBeAnnounced(
      program: .fannieMae, coupon: 0.055, settlementDate: day, prepayment: .speed(150, .psa), age: 4,
      agreedPrice: 101)
    #expect(abs(trade.pool.loans.noteRate - 0.0625) < 1e-15 && trade.pool.loans.remainingTerm == 356)
    #expect(abs(trade.pool.accrued(at: day) - 5.5 * 14 / 360) < 1e-15)
    #expect(abs((trade.payment ?? 0) - (1.01 + 0.055 * 14 / 360)) < 1e-15)
    #expect(
      field { () throws(TermsError) in
        try ToBeAnnounced(
          program: .fannieMae, coupon: 0.055, settlementDate: day, prepayment: .speed(150, .psa),
          agreedPrice: 0)
      } == "agreed_price")
  }
}
