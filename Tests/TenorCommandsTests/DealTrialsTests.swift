import DatesAndConventions
import Foundation
import RunRecords
import StructuredDeals
import Testing

@testable import TenorCommands

@Suite("Trials of a deal package on the command line")
struct DealTrialsTests {
  private static let samples: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/"
  }()

  /// Has a model of prepayment, one of mortgage rates, an economy and a SOFR curve.
  private static let market = samples + "options-book-2023-03-31/market"
  /// Has curves alone.
  private static let treasuries = samples + "bond-fund-2023-03-31/market"
  private static let model = "TURNOVER-REFINANCING-EXAMPLE"

  /// A sample whose document is changed.
  private func sample(_ name: String, _ change: (String) -> String = { $0 }) throws -> DealPackage {
    let text = try String(contentsOfFile: Self.samples + "deals/packages/\(name).json", encoding: .utf8)
    return try DealDocument(json: Array(change(text).utf8)).package
  }

  @Test("without a market the output tells the rates that are taken instead")
  func alone() throws {
    let floater = try DealTrials(try sample("clo"), nil)
    #expect(
      floater.sources == [
        "tried without a market: SOFR constant at 4.0%", "--market PATH tries a deal in a market",
      ])
    #expect(floater.run().map(\.problem) == Array(repeating: nil, count: 5))
    let assumed = #/,\s*"assumed_percent": \[[^\]]*\]/#
    let rising = try sample("clo") { $0.replacing(assumed, with: ", \"assumed_percent\": [4, 5]") }
    #expect(
      try DealTrials(rising, nil).basis == "without a market: SOFR month by month as the package assumes")
    let unsaid = try sample("agency-cmo") { $0.replacing(assumed, with: "") }
    #expect(try DealTrials(unsaid, nil).basis == "without a market: SOFR constant at 4.0%")
    // Rates move nothing of a deal with fixed coupons and speeds.
    #expect(
      try DealTrials(try sample("cmbs"), nil).sources == ["tried without a market: no series of rates"])
  }

  @Test("in a market the trials have the forward rates that a run has")
  func forwardRates() throws {
    let package = try sample("clo")
    let trials = try DealTrials(package, try DealMarket(Self.market))
    #expect(
      trials.sources == [
        "tried in the market of 2023-03-31", "SOFR: forward rates of USD-SOFR of 3M",
      ])
    let words = [Self.samples + "deals/packages/clo.json", "--market", Self.market]
    let run = try DealInputOptions.input(try Arguments(words, for: .dealRun)).projection
    let monthly = try #require(trials.rates["SOFR"])
    // They reach beyond the last loan, as purchases may.
    #expect(trials.rates.count == 1 && monthly.count > run.loanMonths)
    // A run takes the rate of a quarter's first month.
    #expect(stride(from: 0, to: monthly.count, by: 3).map { monthly[$0] } == run.series["SOFR"])
    #expect(trials.run() == package.trials(rates: trials.rates))
  }

  @Test("a model is tried in a market that has it, with its economy")
  func models() throws {
    func modelled(_ name: String) throws -> DealPackage {
      try sample("senior-sub-rmbs") { $0.replacing("\"200 PSA\"", with: "{\"model\": \"\(name)\"}") }
    }
    let package = try modelled(Self.model)
    let alone = try DealTrials(package, nil)
    #expect(
      alone.basis
        == "without a market: no series of rates; not with the speeds of its models, which a market has")
    #expect(!alone.run().map(\.name).contains("as assumed"))
    let trials = try DealTrials(package, try DealMarket(Self.market))
    #expect(
      trials.sources[..<2] == [
        "tried in the market of 2023-03-31", "prepayment: \(Self.model), version 1, from the market",
      ])
    let assumed = try #require(trials.run().first { $0.name == "as assumed" })
    #expect(assumed.problem == nil && assumed.periods > 0)
    let unknown = try modelled("MODEL-X")
    let error = #expect(throws: CommandError.self) {
      _ = try DealTrials(unknown, try DealMarket(Self.market))
    }
    #expect(error?.message == "the market of 2023-03-31 has no prepayment model MODEL-X; add it")
  }

  @Test("what the market lacks is named")
  func refuses() throws {
    let (package, market) = (try sample("clo"), try DealMarket(Self.treasuries))
    let error = #expect(throws: CommandError.self) { _ = try DealTrials(package, market) }
    #expect(error?.code == .rejectedInput)
    #expect(error?.message == "the market of 2023-03-31 has no index curve for USD-SOFR; add it")
  }
}
