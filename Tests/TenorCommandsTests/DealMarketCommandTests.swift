import DatesAndConventions
import Foundation
import MarketData
import Pricing
import RunRecords
import StructuredDeals
import Testing

@testable import TenorCommands

@Suite("Deals with models and rates of a market on the command line")
struct DealMarketCommandTests {
  private static let samples: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/"
  }()

  /// Has a model of prepayment, one of mortgage rates, an economy and a SOFR curve.
  private static let market = samples + "options-book-2023-03-31/market"
  /// Has curves alone.
  private static let treasuries = samples + "bond-fund-2023-03-31/market"
  private static let model = "TURNOVER-REFINANCING-EXAMPLE"
  private static let floaters = samples + "deals/packages/agency-cmo.json"

  private func run(_ words: [String]) -> (code: ExitCode, output: String, errors: String) {
    let recorder = Recorder()
    let code = CommandTree.standard.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    return (code, output, errors)
  }

  private func subordinated(
    _ command: String, market: String = market, _ words: String...
  ) -> (code: ExitCode, output: String, errors: String) {
    run(
      [
        "deal", command, Self.samples + "deals/senior-sub-rmbs.json", "--loans",
        "pool=" + Self.samples + "deals/loans/senior-sub-rmbs.csv", "--market", market,
      ] + words)
  }

  @Test("a package's series are the forward rates of the market, which the output tells")
  func forwardRates() throws {
    let answer = run(["deal", "run", Self.floaters, "--market", Self.market, "--csv"])
    #expect(answer.code == .success, "\(answer.errors)")
    #expect(answer.errors == "market of 2023-03-31\nSOFR: forward rates of USD-SOFR of 1M\n")
    // `DealAgreementTests` has the rates; here, numbers far from them give other cash.
    let given = run(["deal", "run", Self.floaters, "--series", "SOFR=1%", "--csv"])
    #expect(given.code == .success && given.errors.isEmpty && given.output != answer.output)
    // Numbers take the place of the market's, and an index that of the package's.
    let both = run(["deal", "run", Self.floaters, "--market", Self.market, "--series", "SOFR=1%", "--csv"])
    #expect(both.output == given.output && both.errors == "market of 2023-03-31\n")
    let other = run(
      ["deal", "run", Self.floaters, "--market", Self.market, "--series", "SOFR=USD-SOFR:6M", "--csv"])
    #expect(other.output != answer.output && other.errors.hasSuffix("USD-SOFR of 6M\n"))
    #expect(run(["deal", "run", Self.floaters, "--csv"]).output != answer.output)
  }

  @Test("models are named, and are those of files; the economy is the market's")
  func models() throws {
    let words = ["--default", "2 CDR", "--severity", "40%"]
    func answer(_ prepayment: String) -> (code: ExitCode, output: String, errors: String) {
      run(
        [
          "deal", "run", Self.samples + "deals/senior-sub-rmbs.json", "--loans",
          "pool=" + Self.samples + "deals/loans/senior-sub-rmbs.csv", "--market", Self.market, "--prepayment",
          prepayment, "--csv",
        ] + words)
    }
    let named = answer(Self.model)
    #expect(named.code == .success, "\(named.errors)")
    let lines = named.errors.split(separator: "\n")
    #expect(
      lines[0] == "market of 2023-03-31"
        && lines[1] == "prepayment: \(Self.model), version 1, from the market")
    #expect(lines[2].hasPrefix("mortgage rates: ") && lines[2].hasSuffix(" on forward rates"))
    #expect(lines[3] == "house prices: as last published" && lines[4].hasPrefix("unemployment: as of 2023-"))
    #expect(answer(Self.market + "/collateral_models/prepayment.json").output == named.output)
    #expect(answer("8 CPR").output != named.output)
    #expect(answer("8 CPR").errors == "market of 2023-03-31\n")
    // With an economy of constants the same model gives another course.
    let constant = run(
      [
        "deal", "run", Self.samples + "deals/senior-sub-rmbs.json", "--loans",
        "pool=" + Self.samples + "deals/loans/senior-sub-rmbs.csv", "--prepayment",
        Self.market + "/collateral_models/prepayment.json", "--as-of", "2023-03-31", "--csv",
      ] + words)
    #expect(constant.code == .success && constant.output != named.output)
    #expect(constant.errors == "prepayment: \(Self.model), version 1, from a file\n")
  }

  @Test(
    "a table has spreads over the curve that discounts, and does not tell of models that its speeds replace")
  func table() {
    let modelled = subordinated("table", "--bond", "A1", "--prepayment", Self.model)
    #expect(modelled.code == .success, "\(modelled.errors)")
    #expect(modelled.output.contains("Z-spread at 100, bp"))
    #expect(modelled.output.contains("\nprepayment: \(Self.model), version 1, from the market\n"))
    let fast = subordinated("table", "--bond", "A1", "--prepayment", Self.model, "--cpr", "6,12")
    #expect(fast.code == .success && !fast.output.contains("prepayment: \(Self.model)"))
    #expect(fast.output.hasSuffix("\nmarket of 2023-03-31\n"))
  }

  @Test("courses of a stress begin where loans and market do")
  func stress() {
    let scenarios = ["--scenarios", Self.samples + "scenario-sets/fed-2026.json"]
    func answer(_ date: String) -> (code: ExitCode, output: String, errors: String) {
      run(
        [
          "deal", "stress", Self.samples + "deals/senior-sub-rmbs.json", "--loans",
          "pool=" + Self.samples + "deals/loans/senior-sub-rmbs.csv", "--market", Self.market, "--default",
          Self.samples + "collateral-models/default-hazard.json", "--severity", "40%", "--as-of", date,
        ] + scenarios)
    }
    let same = answer("2023-03-31")
    #expect(same.code == .success, "\(same.errors)")
    #expect(same.output.contains("default: ") && same.output.contains(", from a file\n"))
    let other = answer("2025-12-31")
    #expect(other.code == .rejectedInput)
    #expect(other.errors.contains("the loans are as of 2025-12-31 and the market of 2023-03-31"))
  }

  @Test("a stress shifts the market's rates as runs do")
  func stressShiftsRates() throws {
    let set = FileManager.default.temporaryDirectory.appending(path: "shifts-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: set) }
    try """
    {"id": "SHIFTS", "scenarios": [{"id": "BASE", "shifts": []}, {"id": "UP", "shifts": [
      {"rates": {"curves": [], "shape": {"parallel": {"basis_points": 200}}}}]}]}
    """.write(to: set, atomically: true, encoding: .utf8)
    let words = [
      "deal", "stress", Self.floaters, "--market", Self.market, "--scenarios", set.path, "--reverse", "PA",
      "--csv",
    ]
    let answer = run(words)
    #expect(answer.code == .success, "\(answer.errors)")
    let rows = answer.output.split(separator: "\n").map { $0.split(separator: ",") }
    let package = try DealDocument(json: Array(try Data(contentsOf: URL(fileURLWithPath: Self.floaters))))
      .package
    let markets = try ScenarioMarkets(
      snapshot: try InputFile.market(Self.market), scenarios: try InputFile.scenarios(set.path),
      reportingCurrency: .usd)
    let deal = try DealMarkets(DealMarketNeeds(package), in: markets)
    for (column, name) in [(1, "BASE"), (2, "UP")] {
      let bonds = try package.project(rates: deal.terms(column: column).rates).bonds
      for bond in bonds {
        let row = try #require(rows.first { $0[0] == name && $0[1] == bond.name })
        #expect(Double(row[3]) == bond.interest.reduce(0, +), "\(name) \(bond.name)")
      }
    }
    // The floater gains what its inverse loses.
    func interest(_ scenario: String, _ bond: String) throws -> Double {
      try #require(rows.first { $0[0] == scenario && $0[1] == bond }.flatMap { Double($0[3]) })
    }
    #expect(try interest("UP", "F") > interest("BASE", "F"))
    #expect(try interest("UP", "I") < interest("BASE", "I"))
    #expect(answer.errors.contains("PA stands 300% of the way from BASE to UP (LOSS)"))
  }

  @Test("what the market lacks is named with what it has")
  func refuses() {
    let series = run(["deal", "run", Self.floaters, "--market", Self.treasuries])
    #expect(series.code == .rejectedInput)
    #expect(series.errors.contains("the market of 2023-03-31 has no index curve for USD-SOFR; add it"))
    let unknown = subordinated("run", "--prepayment", "MODEL-X")
    #expect(unknown.code == .usage && unknown.errors.contains("; the market has the models \(Self.model)"))
    let none = subordinated("run", "--default", "MODEL-X")
    #expect(none.code == .usage && none.errors.contains("; the market has no model of default"))
    let cutOff = run(["deal", "run", Self.floaters, "--as-of", "2023-02-28"])
    #expect(cutOff.code == .usage && cutOff.errors.contains("leave --as-of out"))
    let rate = subordinated("run", "--prepayment", Self.model, "--mortgage-rate", "6%")
    #expect(
      rate.code == .usage && rate.errors.contains("the market has an economy; leave --mortgage-rate out"))
    let currency = subordinated("table", "--bond", "A1", "--currency", "CHF")
    #expect(currency.code == .rejectedInput && currency.errors.contains("no discount curve for CHF"))
    #expect(subordinated("table", "--bond", "A1", "--currency", "dollars").code == .usage)
    #expect(
      run(["deal", "run", Self.floaters, "--series", "SOFR=USD-SOFR"]).errors.contains(
        "--series SOFR is an index of a market: --market PATH"))
    #expect(
      run(["deal", "run", Self.floaters, "--market", Self.market, "--series", "SOFR=USD-SOFR:X"]).errors
        .contains("'X' is not a tenor; write USD-SOFR:3M"))
  }
}
