import DatesAndConventions
import Foundation
import MarketData
import Pricing
import RunRecords
import StructuredDeals
import Testing

@testable import TenorCommands

/// The same deal in the same market has the same cash to the bit, whoever runs it. `DealMarketsTests` has what runs value,
/// `DealServiceTests` the service.
@Suite("Deals in a market on the command line and in runs")
struct DealAgreementTests {
  private static let samples: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/"
  }()
  private static let market = samples + "options-book-2023-03-31/market"

  /// A sample package and what is changed of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let package: String
    var changes: [(from: String, to: String)] = []

    var testDescription: String { package + (changes.isEmpty ? "" : ", changed") }
  }

  /// Floaters; notes that default and buy loans quarter by quarter; prepayment by a model, two months after the cut-off.
  static let cases = [
    Case(package: "agency-cmo"),
    Case(package: "clo"),
    Case(
      package: "agency-cmo",
      changes: [
        ("\"165 PSA\"", "{\"model\": \"TURNOVER-REFINANCING-EXAMPLE\"}"), ("2023-03-31", "2023-01-31"),
        ("2023-04-25", "2023-02-25"),
      ]),
  ]

  @Test("a command's cash is a run's, to the bit", arguments: cases)
  func cash(_ given: Case) throws {
    var text = try String(
      contentsOfFile: Self.samples + "deals/packages/\(given.package).json", encoding: .utf8)
    for (from, to) in given.changes {
      try #require(text.contains(from))
      text.replace(from, with: to)
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "deal-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try text.write(to: file, atomically: true, encoding: .utf8)

    let recorder = Recorder()
    let code = CommandTree.standard.run(
      ["deal", "run", file.path, "--market", Self.market, "--csv"], console: recorder.console)
    let (output, errors) = recorder.finish()
    try #require(code == .success, "\(errors)")
    let rows = output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    let package = try DealDocument(json: Array(text.utf8)).package
    let markets = try ScenarioMarkets(
      snapshot: try InputFile.market(Self.market), scenarios: [], reportingCurrency: .usd)
    let terms = try DealMarkets(DealMarketNeeds(package), in: markets).terms()
    let run = try package.project(rates: terms.rates, models: terms.models, economy: terms.economy)
    #expect(run.periods > 10 && rows.count == run.periods * run.bonds.count)
    for bond in run.bonds {
      // Columns: 2 bond, 6 interest, 8 principal.
      let own = rows.filter { $0[2] == bond.name }
      #expect(own.map { Double($0[6]) } == bond.interest, "\(bond.name)")
      #expect(own.map { Double($0[8]) } == bond.principal, "\(bond.name)")
    }
  }
}
