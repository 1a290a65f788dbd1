import Foundation
import Testing

@testable import TenorCommands

@Suite("Deals on the command line")
struct DealCommandTests {
  private static let samples: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/deals/"
  }()

  private func run(_ words: String...) -> (code: ExitCode, output: String, errors: String) {
    let recorder = Recorder()
    let code = CommandTree.standard.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    return (code, output, errors)
  }

  @Test("a deal without fault is said to be so, with the collateral to give")
  func validates() {
    let answer = run("deal", "validate", Self.samples + "clo.json")
    #expect(answer.code == .success && answer.errors.isEmpty)
    #expect(answer.output == "clo: 5 bonds, 15 steps, nothing wrong; collateral to give: loans\n")
  }

  @Test("everything wrong is printed, a line each, and the exit code says that input was refused")
  func refuses() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "deal-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: path) }
    let text = try String(contentsOfFile: Self.samples + "auto-abs.json", encoding: .utf8)
      .replacing("\"A3\", \"B\", \"C\"]}", with: "\"A3\", \"Q\", \"C\"]}")
      .replacing("\"when\": \"net_losses\"", with: "\"when\": \"net_losses +\"")
    try text.write(to: path, atomically: true, encoding: .utf8)
    let answer = run("deal", "validate", path.path)
    #expect(answer.code == .rejectedInput && answer.output.isEmpty)
    let lines = answer.errors.split(separator: "\n")
    #expect(lines.count > 2 && lines.allSatisfy { $0.hasPrefix(path.lastPathComponent + ", ") })
    #expect(
      lines.contains {
        $0.contains("waterfall[10].when: 'net_losses +': ends where a number or a name is expected")
      })
    let refused = run("deal", "run", path.path)
    #expect(refused.code == .rejectedInput && refused.errors.contains(" more)\n"))
    #expect(run("deal", "validate", "nowhere.json").code == .rejectedInput)
  }

  @Test("a run is summed up, told for one period, or written out")
  func runs() {
    let words = [
      "deal", "run", Self.samples + "auto-abs.json", "--collateral",
      "pool=" + Self.samples + "collateral/auto-abs.csv",
    ]
    let (deal, option, pool) = (words[2], words[3], words[4])
    let summary = run("deal", "run", deal, option, pool)
    #expect(summary.code == .success && summary.output.contains("auto-abs: 60 periods of 1 month\n"))
    #expect(summary.output.contains("  trigger net_losses: never tripped\n"))
    let told = run("deal", "run", deal, option, pool, "--explain", "2")
    #expect(told.output.hasPrefix("auto-abs, period 2, 2026-03-15\n"))
    #expect(told.output.contains("waterfall[10] turbo: not taken\n  net_losses is 0, as net_losses = 0\n"))
    #expect(told.output.contains("  trustee: 5,000.00 due, 5,000.00 paid\n"))
    let written = run("deal", "run", deal, option, pool, "--csv")
    #expect(written.output.split(separator: "\n").count == 1 + 60 * 6)
    #expect(run("deal", "run", deal, option, pool, "--explain", "61").code == .usage)
    #expect(run("deal", "run", deal, option, "pool").code == .usage)
    let missing = run("deal", "run", deal)
    #expect(missing.code == .rejectedInput && missing.errors.contains("no flows for the collateral 'pool'"))
  }

  @Test("series are numbers or percentages")
  func series() {
    let deal = Self.samples + "clo.json"
    let pool = "loans=" + Self.samples + "collateral/clo.csv"
    let one = run("deal", "run", deal, "--collateral", pool, "--series", "SOFR=4%,3.5%")
    #expect(one.code == .success)
    #expect(
      run("deal", "run", deal, "--collateral", pool, "--series", "SOFR=0.04,0.035").output == one.output)
    #expect(run("deal", "run", deal, "--collateral", pool, "--series", "SOFR=4%,").code == .usage)
  }
}
