import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import Testing

/// Loans against the published test contracts of ACTUS, the standard of algorithmic contract types: annuities (ANN), linear
/// amortisers (LAM) and negative amortisers (NAM), with rate resets whose rates are known.
///
/// Dates and amounts are facts of `actus-tests-ann.json`, `-lam.json` and `-nam.json` (https://github.com/actusfrf/actus-tests,
/// CC BY-SA 4.0), written down in the project's own terms; `docs/models/actus.md` tells how terms map, where a contract is taken up
/// later than at its start, and what is left out. The published amounts have ten decimals.
@Suite struct ActusTests {
  struct Contract: Sendable, CustomTestStringConvertible {
    let name: String
    /// 1 for the lender, −1 for the borrower.
    let quantity: Double
    let loan: AmortisingLoan
    /// Payments in all; `nil` where the published contract ends before maturity or otherwise.
    let payments: Int?
    let rows: [Row]

    var testDescription: String { name }
  }

  struct Row: Sendable {
    let date: CivilDate
    let principal: Double
    let interest: Double
    /// After the payment.
    let balance: Double
  }

  static let contracts: [Contract] = (try? read()) ?? []

  private static func lines(_ name: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  private static func read() throws -> [Contract] {
    let rows = Dictionary(grouping: try lines("actus.csv")) { $0[0] }
    return try lines("actus_terms.csv").map { fields in
      let number = { (index: Int) in Double(fields[index]) }
      let steps = fields[10].split(separator: ";").map { step in
        let parts = step.split(separator: ":")
        return RateStep(date: CivilDate(iso: String(parts[0]))!, rate: Double(parts[1])!)
      }
      let loan = try AmortisingLoan(
        currency: .usd, balance: number(3)!, balanceDate: CivilDate(iso: fields[2])!,
        firstPaymentDate: CivilDate(iso: fields[4])!, maturity: CivilDate(iso: fields[5])!, rate: number(6)!,
        rateSteps: steps, dayCount: DayCount(rawValue: fields[7])!,
        amortisation: fields[8] == "linear"
          ? .linear(principal: number(9), periods: nil) : .levelPay(payment: number(9), periods: nil),
        endOfMonth: fields[12] == "true")
      return Contract(
        name: fields[0], quantity: number(1)!, loan: loan, payments: Int(fields[11]),
        rows: rows[fields[0], default: []].map { row in
          Row(
            date: CivilDate(iso: row[1])!, principal: Double(row[2])!, interest: Double(row[3])!,
            balance: Double(row[4])!)
        })
    }
  }

  @Test func everyContractIsRead() {
    #expect(Self.contracts.count == 35)
    #expect(Self.contracts.reduce(0) { $0 + $1.rows.count } == 349)
    #expect(Self.contracts.allSatisfy { $0.rows.count >= 3 })
  }

  @Test(arguments: contracts)
  func equalsActus(contract: Contract) throws {
    let payments = LoanAmortisation(contract.loan).payments
    if let count = contract.payments { #expect(payments.count == count) }
    for row in contract.rows {
      let payment = try #require(payments.first { $0.dueDate == row.date }, "\(row.date)")
      #expect(abs(contract.quantity * payment.principal - row.principal) <= 1e-6, "\(row.date)")
      #expect(abs(contract.quantity * payment.netInterest - row.interest) <= 1e-6, "\(row.date)")
      #expect(abs(contract.quantity * payment.balanceAfter - row.balance) <= 1e-6, "\(row.date)")
    }
  }
}
