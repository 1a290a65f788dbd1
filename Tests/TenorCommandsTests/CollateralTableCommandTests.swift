import Foundation
import Testing

@testable import TenorCommands

@Suite("Pass-throughs by price and speed on the command line")
struct CollateralTableCommandTests {
  private func run(_ words: [String]) -> (code: ExitCode, output: String, errors: String) {
    let recorder = Recorder()
    let code = CommandTree.standard.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    return (code, output, errors)
  }

  /// Runs over a tape of one row.
  private func table(
    _ row: String, _ words: [String]
  ) throws -> (code: ExitCode, output: String, errors: String) {
    let path = FileManager.default.temporaryDirectory.appending(path: "pool-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: path) }
    try ("loan_id,balance,note_rate_percent,servicing_fee_percent,age_months,remaining_months\n" + row + "\n")
      .write(to: path, atomically: true, encoding: .utf8)
    return run(["collateral", "table", path.path] + words)
  }

  private let ginnieMae = "G,1000000,9.5,0.5,0,360"

  private func numbers(_ output: String) -> [[Double]] {
    output.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").dropFirst().compactMap { Double($0) }
    }
  }

  /// Standard Formulas SF-49 and SF-50, to the digits printed: Ginnie Mae I 9%, 150% PSA, at par on the issue date.
  @Test("the worked example of the Standard Formulas")
  func standardFormulas() throws {
    let answer = try table(ginnieMae, ["--program", "GNMA_I", "--psa", "150", "--csv"])
    #expect(answer.code == .success && answer.errors.isEmpty, "\(answer.errors)")
    let cells = try #require(numbers(answer.output).first)
    let printed: [(Double, Double)] = [
      (100, 0), (0.0910675, 5e-8), (0.0893863, 5e-8), (5.73147, 5e-6), (5.48186, 5e-6), (54.4326, 5e-5),
      (9.77844, 5e-6), (1, 0), (360, 0),
    ]
    #expect(cells.count == printed.count)
    for (cell, (number, tolerance)) in zip(cells, printed) { #expect(abs(cell - number) <= tolerance) }
    let text = try table(ginnieMae, ["--delay", "14", "--psa", "150"])
    #expect(
      text.output.hasPrefix("balance 1,000,000, accrued 0.000000 per 100; modified duration and convexity"))
    #expect(
      text.output.split(separator: "\n").last?.split(separator: " ")
        == ["150", "PSA", "9.1067", "5.482", "54.433", "9.78", "1-360"])
  }

  /// A pool without delay that yields its coupon is worth par at any speed: the monthly yield is the coupon's.
  @Test("prices at yields turn back into the yields, and par is par")
  func pricesAndYields() throws {
    let monthly: Double = 1 + 0.09 / 12
    let coupon: Double = 2 * (pow(monthly, 6) - 1)
    let par = try table(
      ginnieMae, ["--yields", "\(coupon)", "--cpr", "0,6,25", "--psa", "300", "--csv"])
    let rows = numbers(par.output)
    #expect(rows.count == 4 && rows.allSatisfy { abs($0[0] - 100) < 1e-9 }, "\(par.output)")
    #expect(par.output.split(separator: "\n")[2].hasPrefix("6 CPR,"))
    #expect(par.output.split(separator: "\n")[4].hasPrefix("300 PSA,"))
    let words = ["--program", "GNMA_II", "--cpr", "8,12.5", "--settle", "14", "--csv"]
    let priced = numbers(try table(ginnieMae, words + ["--yields", "7%,9%,11%"]).output)
    #expect(priced.count == 6)
    let prices = priced.prefix(3).map { "\($0[0])" }.joined(separator: ",")
    let again = numbers(try table(ginnieMae, words + ["--prices", prices]).output)
    for (row, yield) in zip(again.prefix(3), [0.07, 0.09, 0.11]) { #expect(abs(row[1] - yield) < 1e-10) }
  }

  /// Days since the cut-off date bring payments nearer and add interest to what is paid.
  @Test("a later settlement pays accrued interest")
  func settlement() throws {
    let text = try table(ginnieMae, ["--cpr", "6", "--settle", "10"])
    #expect(text.output.contains("accrued 0.250000 per 100"))
    let lives = try [0, 10].map { days in
      let output = try table(ginnieMae, ["--cpr", "6", "--settle", "\(days)", "--csv"]).output
      return try #require(numbers(output).first)[6]
    }
    #expect(abs(lives[0] - lives[1] - 10.0 / 360) < 1e-12)
  }

  @Test("what is missing or wrong is refused with its fix")
  func refuses() throws {
    for (words, message) in [
      ([], "there are no speeds: --cpr N,N,... or --psa N,N,..."),
      (["--cpr", "120"], "--cpr: '120' is not a percentage between 0 and 100"),
      (["--psa", "1,x"], "'x' is not a percentage"),
      (["--cpr", "6", "--prices", "0"], "--prices are per 100, above 0"),
      (["--cpr", "6", "--prices", "99", "--yields", "5%"], "give --prices or --yields, not both"),
      (["--cpr", "6", "--yields", "500%"], "--yields are from -50% to 100%"),
      (["--cpr", "6", "--program", "FNM"], "choose one of GNMA_I, GNMA_II, FNMA, FHLMC, FHLMC_GOLD"),
    ] {
      let answer = try table(ginnieMae, words)
      #expect(answer.code == .usage && answer.errors.contains(message), "\(answer.errors)")
    }
    let empty = try table("G,0,9.5,0.5,0,360", ["--cpr", "6"])
    #expect(empty.code == .rejectedInput && empty.errors.contains("have no balance"))
  }
}
