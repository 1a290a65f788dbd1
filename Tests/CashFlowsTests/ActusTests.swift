import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import Testing

/// Loans against the published test contracts of ACTUS, the standard of algorithmic contract types: annuities (ANN), linear
/// amortisers (LAM), negative amortisers (NAM), money at call (CLM) and accounts (UMP), with rate resets whose rates are known.
///
/// Dates and amounts are facts of `actus-tests-ann.json`, `-lam.json`, `-nam.json`, `-clm.json` and `-ump.json`
/// (https://github.com/actusfrf/actus-tests, CC BY-SA 4.0), written down in the project's own terms: the columns of `actus_terms.csv`
/// are the fields of an instrument file. `docs/models/actus.md` tells how terms map, where a contract is taken up later than at its
/// start, and what is left out. The published amounts have ten decimals or more.
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

  struct Unreadable: Error {
    let name: String
  }

  private static func lines(_ name: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  static func contracts() throws -> [Contract] {
    let rows = Dictionary(grouping: try lines("actus.csv").dropFirst()) { $0[0] }
    let terms = try lines("actus_terms.csv")
    return try terms.dropFirst().map { cells in
      let (name, payments) = (cells[0], cells[2])
      var texts = Dictionary(uniqueKeysWithValues: zip(terms[0], cells).dropFirst(3))
      texts["instrument_id"] = name
      texts["product_type"] = "AMORT_LOAN"
      texts["currency"] = "USD"
      let record = try InstrumentRecord(fields: TextFields(texts))
      guard case .amortisingLoan(let loan) = record.terms, let quantity = Double(cells[1]) else {
        throw Unreadable(name: name)
      }
      return Contract(
        name: name, quantity: quantity, loan: loan, payments: Int(payments),
        rows: try rows[name, default: []].map { row in
          guard let date = CivilDate(iso: row[1]), let principal = Double(row[2]),
            let interest = Double(row[3]), let balance = Double(row[4])
          else { throw Unreadable(name: name) }
          return Row(date: date, principal: principal, interest: interest, balance: balance)
        })
    }
  }

  @Test func everyContractIsRead() throws {
    let contracts = try Self.contracts()
    #expect(contracts.count == 100)
    #expect(contracts.reduce(0) { $0 + $1.rows.count } == 887)
    #expect(contracts.allSatisfy { !$0.rows.isEmpty })
  }

  /// The flows that ACTUS publishes, each within a millionth of a unit.
  @Test func equalsActus() throws {
    for contract in try Self.contracts() {
      let payments = LoanAmortisation(contract.loan).payments
      if let count = contract.payments { #expect(payments.count == count, "\(contract.name)") }
      for row in contract.rows {
        let payment = try #require(
          payments.first { $0.payDate == row.date }, "\(contract.name) \(row.date)")
        let amounts = [payment.principal, payment.netInterest, payment.balanceAfter]
        for (amount, published) in zip(amounts, [row.principal, row.interest, row.balance]) {
          #expect(
            abs(contract.quantity * amount - published) <= 1e-6,
            "\(contract.name) \(row.date): \(amount) is not \(published)")
        }
      }
    }
  }

  /// What is paid is what was lent and capitalised, however the terms combine.
  @Test func principalAddsUp() throws {
    for contract in try Self.contracts() {
      let payments = LoanAmortisation(contract.loan).payments
      let repaid = payments.reduce(0) { $0 + $1.principal + $1.prepayment }
      #expect(abs(repaid - contract.loan.balance) <= 1e-9 * contract.loan.balance, "\(contract.name)")
      #expect(payments.last?.balanceAfter == 0, "\(contract.name)")
    }
  }
}
