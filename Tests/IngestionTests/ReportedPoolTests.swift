import Collateral
import DatesAndConventions
import Ingestion
import StructuredDeals
import Testing

/// UBS Commercial Mortgage Trust 2017-C1: 58 mortgages over 105 months as filed with the SEC, against their contracts.
struct ReportedPoolTests {
  private static let folder = "deals/ubs-2017-c1/"
  private let firstMonth = YearMonth("2017-07")!

  private func comparison(withOutcomes: Bool) throws -> ReportComparison {
    let loans = try SampleFiles.read(PoolLoan.self, Self.folder + "loans.csv")
    let reported = try SampleFiles.read(ReportedLoanMonth.self, Self.folder + "reported.csv.gz")
    let outcomes = try SampleFiles.read(LoanOutcomeRecord.self, Self.folder + "outcomes.csv")
    #expect(loans.report.rejections == [] && reported.report.rejections == [])
    #expect(outcomes.report.rejections == [] && outcomes.records.count == 10)
    let known = Dictionary(outcomes.records.map { ($0.id, $0.outcome) }) { first, _ in first }
    return try ReportComparison(
      loans.records, outcomes: withOutcomes ? known : [:], reported: reported.records, firstMonth: firstMonth)
  }

  /// By contract alone, what differs are the loans to which something happened, loan 3, and two misprints.
  @Test func contractsAreAsReportedUntilSomethingHappens() throws {
    let found = try comparison(withOutcomes: false)
    #expect(found.loans == 58 && found.loanMonths == 6_090 && found.months.count == 105)
    #expect(
      Set(found.differences.map(\.loan))
        == ["3", "4", "5", "14", "20", "24", "29", "44", "49", "50", "52", "61"])
    // The first outcome, in August 2021: until then nothing differs by more than the dollars of rounding, but for a month of loan 20.
    for month in found.months
    where month.month < YearMonth("2021-08")! && month.month != YearMonth("2020-05")! {
      #expect(abs(month.projected.balance - month.reported.balance) < 60, "\(month.month)")
      #expect(abs(month.projected.interest - month.reported.interest) < 1, "\(month.month)")
      #expect(
        abs(month.projected.scheduledPrincipal - month.reported.scheduledPrincipal) < 1, "\(month.month)")
    }
  }

  /// With what happened given, what is left has reasons that can be named.
  @Test func outcomesExplainTheRest() throws {
    let found = try comparison(withOutcomes: true)
    let byLoan = Dictionary(uniqueKeysWithValues: found.differences.map { ($0.loan, $0) })
    #expect(Set(byLoan.keys) == ["3", "14", "20", "44", "49", "50", "52"])
    // Loan 3 repays by a schedule of its contract that the filing does not tell: 0.44% of its balance by March 2026.
    let ownSchedule = try #require(byLoan["3"])
    #expect(ownSchedule.months == 50 && ownSchedule.firstMonth == YearMonth("2022-02"))
    #expect(abs(ownSchedule.balance + 166_003) < 2)
    // One month in which the filing leaves out the first principal after the months of interest alone.
    let misprint = try #require(byLoan["20"])
    #expect(misprint.months == 1 && misprint.firstMonth == YearMonth("2020-05") && abs(misprint.balance) < 2)
    // The month of liquidation is filed with a month of interest, which the sale has paid.
    let interest = ["14": -86_608.0, "44": -28_848, "49": -27_163, "50": -21_854, "52": -24_460]
    for (loan, expected) in interest {
      let difference = try #require(byLoan[loan])
      #expect(difference.months == 1, "\(loan)")
      #expect(abs(difference.interest - expected) < 2, "\(loan): \(difference.interest)")
      #expect(abs(difference.principal) < 3 && abs(difference.balance) < 3, "\(loan)")
    }
    let total = found.months.reduce((projected: 0.0, reported: 0.0)) { sum, month in
      (sum.projected + month.projected.loss, sum.reported + month.reported.loss)
    }
    #expect(abs(total.projected - total.reported) < 3 && abs(total.reported - 28_252_196.1) < 0.2)
  }
}

/// A deal in sequence over those mortgages, by contract and as it went.
struct ReportedPoolDealTests {
  private static let folder = "deals/ubs-2017-c1/"

  private func run(withOutcomes: Bool) throws -> (flows: CollateralFlows, run: DealRun) {
    let loans = try SampleFiles.read(PoolLoan.self, Self.folder + "loans.csv").records
    let outcomes = try SampleFiles.read(LoanOutcomeRecord.self, Self.folder + "outcomes.csv").records
    let known = Dictionary(outcomes.map { ($0.id, $0.outcome) }) { first, _ in first }
    let flows = try CollateralProjection.flows(
      loans, outcomes: withOutcomes ? known : [:], firstMonth: YearMonth("2017-07")!)
    let path = Self.folder + "deal.json"
    let waterfall = try DealImport().waterfall(try SampleFiles.source(path), file: path)
    return (flows, try waterfall.run(DealInputs(collateral: ["pool": flows])))
  }

  /// Bonds are the loans; by contract nobody loses, and principal in is principal out.
  @Test func byContractEveryBondIsRepaid() throws {
    let (flows, run) = try run(withOutcomes: false)
    let bonds = run.bonds.compactMap(\.openingBalance.first).reduce(0, +)
    #expect(abs(bonds - flows.openingBalance) < 0.01 && flows.months == 120)
    for bond in run.bonds {
      #expect(bond.writtenDown.reduce(0, +) < 0.01 && abs(bond.balance.last ?? 1) < 0.01, "\(bond.name)")
      #expect(abs(bond.shortfall.last ?? 1) < 0.01, "\(bond.name)")
    }
    // The two loans of five years repay A2 in months 57 and 58.
    let two = try #require(run.bonds.first { $0.name == "A2" })
    #expect(two.lastPrincipalPeriod == 58)
  }

  /// By March 2026 five liquidations have taken NR and a part of F, as much as the loans lost.
  @Test func lossesTakeTheLowestBondsFirst() throws {
    let (flows, run) = try run(withOutcomes: true)
    func lost(_ name: String) throws -> Double {
      try #require(run.bonds.first { $0.name == name }).writtenDown.prefix(105).reduce(0, +)
    }
    let loss = flows.loss.prefix(105).reduce(0, +)
    #expect(abs(loss - 28_252_196.1) < 3)
    let lowest = try #require(run.bonds.first { $0.name == "NR" }?.openingBalance.first)
    #expect(abs(try lost("NR") - lowest) < 0.01)
    #expect(abs(try lost("F") - (loss - lowest)) < 0.01)
    #expect(try lost("E") == 0)
    // What prepaid in August 2021 came before its maturity: A2 is repaid earlier than by contract.
    #expect(run.bonds.first { $0.name == "A2" }?.lastPrincipalPeriod == 55)
  }
}
