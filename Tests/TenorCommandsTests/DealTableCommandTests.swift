import Foundation
import Testing

@testable import TenorCommands

@Suite("Deals over loans, tables and stress on the command line")
struct DealTableCommandTests {
  private static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/"
  }()

  private static let deal = root + "Samples/deals/senior-sub-rmbs.json"
  private static let loans = "pool=" + root + "Samples/deals/loans/senior-sub-rmbs.csv"
  private static let models = root + "Samples/collateral-models/"

  private func run(_ words: [String]) -> (code: ExitCode, output: String, errors: String) {
    let recorder = Recorder()
    let code = CommandTree.standard.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    return (code, output, errors)
  }

  private func deal(_ command: String, _ words: String...) -> (
    code: ExitCode, output: String, errors: String
  ) {
    run(["deal", command, Self.deal, "--loans", Self.loans] + words)
  }

  @Test("a deal runs over loans that are projected, and the pool's balance is the bonds'")
  func runsOverLoans() {
    let answer = deal(
      "run", "--prepayment", "150 PSA", "--default", "2 CDR", "--severity", "40%", "--lag", "12")
    #expect(answer.code == .success, "\(answer.errors)")
    #expect(answer.output.hasPrefix("senior-sub-rmbs: 358 periods of 1 month\n"))
    let one = deal("run", "--prepayment", "pool=150 PSA", "--default", "2 CDR", "--severity", "0.4")
    let two = deal("run", "--prepayment", "8 CPR", "--default", "2 CDR", "--severity", "0.4")
    #expect(one.code == .success && two.code == .success && one.output != two.output)
    let again = deal(
      "run", "--prepayment", "8 CPR", "--prepayment", "pool=150 PSA", "--default", "2 CDR",
      "--severity",
      "0.4")
    #expect(again.output == one.output)
  }

  @Test("models come from files and need a cut-off date")
  func runsByModels() {
    let words = [
      "run", "--prepayment", Self.models + "prepayment-richard-roll.json", "--default",
      Self.models + "default-roll-rates.json", "--severity", Self.models + "severity-house-prices.json",
    ]
    let missing = run(["deal", "run", Self.deal, "--loans", Self.loans] + words.dropFirst())
    #expect(missing.code == .usage && missing.errors.contains("--as-of"))
    let answer = run(
      ["deal", "run", Self.deal, "--loans", Self.loans] + words.dropFirst() + ["--as-of", "2025-12-31"])
    #expect(answer.code == .success, "\(answer.errors)")
  }

  @Test("what is no assumption is refused with what would be right")
  func refuses() {
    let speed = deal("run", "--prepayment", "fast")
    #expect(speed.code == .usage && speed.errors.contains("--prepayment 'fast'"))
    #expect(deal("run", "--severity", "140%").code == .usage)
    #expect(deal("run", "--default", "other=2 CDR").errors.contains("'other' has no --loans"))
    let flows = Self.root + "Samples/deals/collateral/senior-sub-rmbs.csv"
    #expect(run(["deal", "run", Self.deal, "--collateral", "pool=" + flows, "--lag", "3"]).code == .usage)
    #expect(deal("run", "--collateral", "pool=" + flows).errors.contains("both --collateral and --loans"))
    #expect(deal("table", "--bond", "R").errors.contains("'R' has no price per 100"))
    #expect(deal("table", "--bond", "Q").code == .rejectedInput)
    #expect(deal("table").errors.contains("--bond is missing"))
    #expect(deal("table", "--bond", "M", "--cpr", "6,x").code == .usage)
    #expect(deal("table", "--bond", "M", "--tier", "AAA").code == .usage)
  }

  @Test("a table has a row for each combination, and yields fall with the price")
  func tables() throws {
    let words = [
      "--bond", "M", "--prices", "95,100,105", "--cpr", "6,12", "--cdr", "1,3", "--severities", "30,50",
      "--lag",
      "12",
    ]
    let text = run(["deal", "table", Self.deal, "--loans", Self.loans] + words + ["--break-even"])
    #expect(text.code == .success, "\(text.errors)")
    #expect(text.output.contains("senior-sub-rmbs, M: face 12,000,000"))
    #expect(text.output.contains("break-even without loss of principal: "))
    let table = run(["deal", "table", Self.deal, "--loans", Self.loans, "--csv"] + words)
    let rows = table.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 1 + 8 * 3 && rows.allSatisfy { $0.count == 23 })
    let yields = rows.dropFirst().compactMap { Double($0[5]) }
    #expect(yields.count == 24)
    for cell in 0..<8 {
      #expect(yields[3 * cell] > yields[3 * cell + 1] && yields[3 * cell + 1] > yields[3 * cell + 2])
    }
    #expect(rows[1][1] == "6 CPR" && rows[1][2] == "1 CDR" && rows[1][3] == "0.3")
  }

  @Test("a spread over a market's curve is taken apart by tier")
  func spreads() throws {
    let words = [
      "--bond", "A1", "--cpr", "8", "--market", Self.root + "Samples/bond-fund-2023-03-31/market", "--curve",
      "USD.TREASURY", "--tiers", Self.root + "Samples/deals/spread-tiers.csv", "--tier", "AAA",
    ]
    let table = run(["deal", "table", Self.deal, "--loans", Self.loans, "--csv"] + words)
    #expect(table.code == .success, "\(table.errors)")
    let row = table.output.split(separator: "\n")[1].split(separator: ",", omittingEmptySubsequences: false)
    let spread = try #require(Double(row[8]))
    let parts = try row[20...22].map { try #require(Double($0)) }
    #expect(abs(spread - parts.reduce(0, +)) < 1e-12)
    let text = run(["deal", "table", Self.deal, "--loans", Self.loans] + words)
    #expect(text.output.contains("Spread at 100 over USD.TREASURY, tier AAA, basis points"))
  }

  @Test(
    "the Federal Reserve's severe scenario loses more than its baseline, and the reverse stress lies between")
  func stress() throws {
    let words = [
      "--prepayment", "8 CPR", "--default", Self.models + "default-hazard.json", "--severity",
      Self.models + "severity-house-prices.json", "--lag", "12", "--as-of", "2025-12-31", "--scenarios",
      Self.root + "Samples/scenario-sets/fed-2026.json",
    ]
    let table = run(["deal", "stress", Self.deal, "--loans", Self.loans, "--csv"] + words)
    #expect(table.code == .success, "\(table.errors)")
    let rows = table.output.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.count == 1 + 3 * 7)
    func poolLoss(_ scenario: String) throws -> Double {
      try #require(rows.first { $0[0] == scenario }.flatMap { Double($0[7]) })
    }
    #expect(try poolLoss("FED_2026_SEVERELY_ADVERSE") > 1.5 * poolLoss("FED_2026_BASELINE"))
    let reverse = run(
      ["deal", "stress", Self.deal, "--loans", Self.loans] + words + ["--reverse", "B1", "--furthest", "5"])
    #expect(reverse.code == .success, "\(reverse.errors)")
    #expect(reverse.output.contains("B1 stands ") && reverse.output.contains("house prices at least -"))
    #expect(
      run(["deal", "stress", Self.deal, "--loans", Self.loans]).errors.contains("--scenarios is missing"))
  }
}
