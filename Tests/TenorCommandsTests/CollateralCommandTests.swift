import Foundation
import Testing

@testable import TenorCommands

@Suite("Loans of pools on the command line")
struct CollateralCommandTests {
  private static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/deals/ubs-2017-c1/"
  }()

  private func run(_ words: [String]) -> (code: ExitCode, output: String, errors: String) {
    let recorder = Recorder()
    let code = CommandTree.standard.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    return (code, output, errors)
  }

  private let loans = folder + "loans.csv"
  private let outcomes = ["--outcomes", folder + "outcomes.csv"]
  private let month = ["--first-month", "2017-07"]

  @Test("a projection is told by year beside the report, then the loans that differ")
  func compares() {
    let words =
      ["collateral", "compare", loans, "--reported", Self.folder + "reported.csv.gz"] + month + outcomes
    let answer = run(words)
    #expect(answer.code == .success && answer.errors.isEmpty)
    #expect(
      answer.output.contains("51 of 58 loans are as reported in every month, to 5.00; 6090 months of loans"))
    #expect(answer.output.contains("2024"))
    let table = run(words + ["--csv"])
    let lines = table.output.split(separator: "\n")
    #expect(lines.count == 106 && lines[0].hasPrefix("month,projected_interest,reported_interest,"))
    #expect(lines[1].hasPrefix("2017-07,"))
  }

  @Test("what loans pay can be passed through a deal")
  func projects() throws {
    let projected = run(["collateral", "project", loans] + month + outcomes)
    #expect(projected.code == .success)
    let path = FileManager.default.temporaryDirectory.appending(path: "flows-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: path) }
    try projected.output.write(to: path, atomically: true, encoding: .utf8)
    let answer = run(["deal", "run", Self.folder + "deal.json", "--collateral", "pool=" + path.path])
    #expect(answer.code == .success && answer.output.hasPrefix("ubs-2017-c1: "))
  }

  @Test("a model is fitted, tried and written as a file that is read again")
  func calibrates() throws {
    let folder = Self.folder.replacing("deals/ubs-2017-c1/", with: "collateral-histories/sba-california/")
    let path = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: path) }
    let words = [
      "collateral", "calibrate", folder + "loans.csv", "--histories", folder + "histories.csv", "--economy",
      folder + "economy.csv",
    ]
    let answer = run(words + ["--effects", "ltv,unemployment", "--name", "SBA", "--output", path.path])
    #expect(answer.code == .success && answer.errors.isEmpty)
    #expect(answer.output.contains("log likelihood -1,764.24\n"))
    #expect(answer.output.contains("tried on: 50,302 loan months, 340 events, 331.2 expected\n"))
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text.contains("\"name\":\"SBA\"") && text.contains("752 histories of loans.csv"))
    #expect(run(words).code == .usage)
    let effect = run(words + ["--name", "SBA", "--effects", "rain"])
    #expect(
      effect.code == .rejectedInput && effect.errors.contains("'rain' is none of ltv, score, unemployment"))
    #expect(
      run(words + ["--name", "SBA", "--effects", "score"]).errors.contains("no loan has what the effect"))
    #expect(run(words + ["--name", "SBA", "--event", "prepayment"]).errors.contains("--start is missing"))
  }

  @Test("speeds of car loans by age")
  func calibratesSpeeds() throws {
    let folder = Self.folder.replacing("deals/ubs-2017-c1/", with: "collateral-histories/auto-vintages/")
    let path = FileManager.default.temporaryDirectory.appending(path: "speed-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: path) }
    let words = ["collateral", "calibrate", folder + "loans.csv", "--event", "prepayment"]
    let lines = ["--lines", folder + "lines.csv"]
    let answer = run(words + lines + ["--speed", "abs", "--age-bands", "1,2,3,4,9", "--output", path.path])
    #expect(answer.code == .success && answer.errors.isEmpty)
    #expect(answer.output.contains("tried on: 2,473,313 loan months, 35,899 events, 35,238.8 expected\n"))
    #expect(!answer.output.contains("incentive"))
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text.hasPrefix(#"{"unit":"abs","vector":{"clock":"loan_age","values":[0.0230520"#))
    #expect(run(words + lines + ["--speed", "warp"]).errors.contains("'warp' is none of smm, cpr, psa, abs"))
    #expect(run(words + ["--speed", "abs"]).errors.contains("give either --histories or --lines"))
    let wrong = run(Array(words.prefix(3)) + lines + ["--speed", "abs"])
    #expect(wrong.code == .usage && wrong.errors.contains("--event prepayment"))
  }

  @Test("what is missing or of no loan is refused with its fix")
  func refuses() throws {
    #expect(run(["collateral", "project", loans]).code == .usage)
    #expect(run(["collateral", "project", loans, "--first-month", "July"]).code == .usage)
    let early = run(["collateral", "project", loans, "--first-month", "2027-07"] + outcomes)
    #expect(early.code == .rejectedInput && early.errors.contains("is not within its"))
    let path = FileManager.default.temporaryDirectory.appending(path: "outcomes-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: path) }
    try "loan_id,outcome,month,liquidation_month\n2,prepaid,2020-01,2020-02\n".write(
      to: path, atomically: true, encoding: .utf8)
    let bad = run(["collateral", "project", loans] + month + ["--outcomes", path.path])
    #expect(bad.code == .rejectedInput && bad.errors.contains("line 2, liquidation_month"))
  }
}
