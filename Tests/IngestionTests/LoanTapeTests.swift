import Collateral
import Ingestion
import Instruments
import Testing

/// Tapes of loans: every field, and a bad row is refused alone.
struct LoanTapeTests {
  private func read(_ text: String) throws -> (loans: [PoolLoan], report: IngestionReport) {
    var loans: [PoolLoan] = []
    let report = try RecordImport<PoolLoan>(file: "tape.csv").csv(ByteSource(Array(text.utf8))) {
      loans.append($0)
    }
    return (loans, report)
  }

  @Test func readsEveryField() throws {
    let columns = PoolLoanField.allCases.map(\.name).joined(separator: ",")
    let (loans, report) = try read(
      """
      \(columns)
      A,,250000,300000,6.125,0.25,24,336,,,,1650.5,actual/360,,,,,,,,,,,,,,,,,30,,36:3;48:2,712,79.5,25,cash_out,CA
      B,3,1e6,,5,,,360,level,120,,,,adjustable,,SOFR-30D,2.75,60,6,2,5,1,10,2.75,0.125,7.5,12,60,115,,,,,,,,
      C,,100,,4,,,24,equal_principal,,36,,30/360,stepped,13:5.5;19:6,,,,,,,,,,,,,,,,6,,,,,,

      """)
    #expect(report.rejections == [] && report.accepted == 3)
    let adjustable = AdjustableRate(
      index: "SOFR-30D", margin: 0.0275, monthsToReset: 60, resetMonths: 6, lookbackMonths: 2, firstCap: 0.05,
      periodicCap: 0.01, lifetimeCap: 0.1, lifetimeFloor: 0.0275, rounding: 0.00125,
      paymentCap: PaymentCap(change: 0.075, resetMonths: 12, recastMonths: 60, balanceLimit: 1.15))
    #expect(
      loans == [
        try PoolLoan(
          id: "A", balance: 250_000, originalBalance: 300_000, noteRate: 0.06125, servicingFee: 0.0025,
          age: 24,
          remainingTerm: 336, payment: 1_650.5, interestBasis: .actual360, status: .days30,
          penalties: [
            PenaltyStep(lastLoanMonth: 36, fraction: 0.03), PenaltyStep(lastLoanMonth: 48, fraction: 0.02),
          ], score: 712, originalLTV: 0.795, mortgageInsurance: 0.25, purpose: .cashOut, region: "CA"),
        try PoolLoan(
          id: "B", balance: 1e6, noteRate: 0.05, remainingTerm: 360,
          repayment: LoanRepayment(interestOnlyMonths: 120), rateTerms: .adjustable(adjustable), count: 3),
        try PoolLoan(
          id: "C", balance: 100, noteRate: 0.04, remainingTerm: 24,
          repayment: LoanRepayment(.equalPrincipal, amortisationMonths: 36),
          rateTerms: .stepped([LoanRateStep(month: 13, rate: 0.055), LoanRateStep(month: 19, rate: 0.06)]),
          lockoutMonths: 6),
      ])
  }

  private static let header =
    "loan_id,balance,note_rate_percent,remaining_months,age_months,rate_type,rate_steps,index,status,score,"
    + "ltv_percent,prepayment_penalty\n"

  @Test(arguments: [
    (",1,5,360,,,,,,,,", "loan_id"), ("A,,5,360,,,,,,,,", "balance"), ("A,-3,5,360,,,,,,,,", "balance"),
    ("A,1,,360,,,,,,,,", "note_rate_percent"), ("A,1,650,360,,,,,,,,", "note_rate_percent"),
    ("A,1,5,,,,,,,,,", "remaining_months"), ("A,1,5,0,,,,,,,,", "remaining_months"),
    ("A,1,5,12.5,,,,,,,,", "remaining_months"), ("A,1,5,360,-1,,,,,,,", "age_months"),
    ("A,1,5,360,,floating,,,,,,", "rate_type"), ("A,1,5,360,,stepped,,,,,,", "rate_steps"),
    ("A,1,5,360,,stepped,13,,,,,", "rate_steps"), ("A,1,5,360,,stepped,13:5;7:6,,,,,", "rate_steps"),
    ("A,1,5,360,,,13:5,,,,,", "rate_steps"), ("A,1,5,360,,,,SOFR,,,,", "index"),
    ("A,1,5,360,,adjustable,,,,,,", "index"), ("A,1,5,360,,adjustable,,SOFR,,,,", "margin_percent"),
    ("A,1,5,360,,,,,late,,,", "status"), ("A,1,5,360,,,,,,99,,", "score"),
    ("A,1,5,360,,,,,,,-4,", "ltv_percent"), ("A,1,5,360,,,,,,,,36:200", "prepayment_penalty"),
    ("A,1,5,360,9e18,,,,,,,", "age_months"), ("OK,1,5,360,,,,,,,,", "loan_id"),
  ])
  func aBadRowIsRefusedAloneAndNamesItsField(row: String, field: String) throws {
    let (loans, report) = try read(Self.header + "OK,1,5,360,,,,,,,,\n\(row)\nLAST,2,5,360,,,,,,,,\n")
    #expect(loans.map(\.id) == ["OK", "LAST"])
    #expect(report.rejections.map(\.field) == [field], "\(report.rejections)")
    #expect(report.rejections.first?.line == 3 && report.read == 3)
  }

  @Test func unknownColumnsRefuseTheTape() throws {
    let error = #expect(throws: IngestionError.self) { try read("loan_id,balance,coupon\n") }
    #expect(error?.field == "coupon" && error?.line == 1)
  }

  @Test func jsonHasTheSameNames() throws {
    var loans: [PoolLoan] = []
    let report = try RecordImport<PoolLoan>(file: "tape.json").json(
      ByteSource(
        Array(
          """
          {"loans": [{"loan_id": "A", "balance": 5, "note_rate_percent": 6, "remaining_months": 12,
            "status": "60", "rate_type": "stepped", "rate_steps": "3:7"}]}
          """.utf8))
    ) { loans.append($0) }
    #expect(report.rejections == [])
    #expect(
      loans == [
        try PoolLoan(
          id: "A", balance: 5, noteRate: 0.06, remainingTerm: 12,
          rateTerms: .stepped([LoanRateStep(month: 3, rate: 0.07)]), status: .days60)
      ])
  }
}
