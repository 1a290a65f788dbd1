import Collateral
import Foundation
import Instruments
import Testing

/// Loans of every kind against `Goldens/loans.json`, written by `Tools/goldens/collateral.py`, which runs each off in money.
struct LoanGoldenTests {
  @Test func everyLoanRunsOffAsInMoney() throws {
    let goldens = try LoanGoldens.load()
    #expect(goldens.cases.count == 120)
    var deferring = 0
    for (number, golden) in goldens.cases.enumerated() {
      let flows = try golden.flows()
      #expect(flows.months == golden.months, "case \(number)")
      guard flows.months == golden.months else { continue }
      let columns = [
        flows.balance, flows.inDefault, flows.interest, flows.servicingFee, flows.scheduledPrincipal,
        flows.prepayment, flows.defaults, flows.recovery, flows.loss, flows.deferredInterest,
      ]
      for (column, total) in zip(columns, golden.totals) {
        let difference = abs(column.reduce(0, +) - total)
        // Sums of up to 400 months of balances; a millionth of a cent of each.
        #expect(difference < 1e-8 * max(1, abs(total)), "case \(number)")
      }
      for row in golden.rows {
        for (column, value) in zip(columns, row.values) {
          #expect(abs(column[row.month] - value) < 1e-6, "case \(number), month \(row.month)")
        }
      }
      if golden.totals[9] > 0 { deferring += 1 }
    }
    #expect(deferring >= 10, "some loans let interest join the balance")
  }
}

struct LoanGoldens: Decodable {
  struct Loan: Decodable {
    let balance, original, rate, fee: Double
    let term: Int
    let form: String
    let interestOnly: Int
    let amortisation: Int?
    let steps: [[Double]]
    let arm: Adjustable?
  }

  struct Adjustable: Decodable {
    let first, every, lookback: Int
    let margin, ceiling, floor: Double
    let firstCap, cap, paymentCap: Double?
  }

  struct Row: Decodable {
    let month: Int
    let values: [Double]
  }

  struct Case: Decodable {
    let loan: Loan
    let index: [Double]
    let smm, mdr, severity: Double
    let lag: Int
    let advances, ends: Bool
    let months: Int
    let totals: [Double]
    let rows: [Row]

    func flows() throws -> CollateralFlows {
      let form = try #require(LoanRepayment.Form(rawValue: loan.form))
      var rateTerms = LoanRateTerms.fixed
      if !loan.steps.isEmpty {
        rateTerms = .stepped(loan.steps.map { LoanRateStep(month: Int($0[0]), rate: $0[1]) })
      }
      if let arm = loan.arm {
        rateTerms = .adjustable(
          AdjustableRate(
            index: "I", margin: arm.margin, monthsToReset: arm.first, resetMonths: arm.every,
            lookbackMonths: arm.lookback, firstCap: arm.firstCap, periodicCap: arm.cap,
            lifetimeCap: arm.ceiling, lifetimeFloor: arm.floor,
            paymentCap: arm.paymentCap.map { PaymentCap(change: $0) }))
      }
      let loan = try PoolLoan(
        id: "L", balance: loan.balance, originalBalance: loan.original, noteRate: loan.rate,
        servicingFee: loan.fee, remainingTerm: loan.term,
        repayment: LoanRepayment(
          form, interestOnlyMonths: loan.interestOnly, amortisationMonths: loan.amortisation),
        rateTerms: rateTerms)
      return try CollateralProjection(
        CollateralAssumptions(
          prepayment: .speed(.smm(smm)), defaults: .speed(.mdr(mdr)), severity: .curve([severity]),
          liquidationLag: lag, servicerAdvances: advances, defaultsEndBeforeMaturity: ends,
          indexRates: index.isEmpty ? IndexRates() : IndexRates(["I": index]))
      ).flows([loan])
    }
  }

  let cases: [Case]

  static func load() throws -> LoanGoldens {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/loans.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(LoanGoldens.self, from: Data(contentsOf: file))
  }
}
