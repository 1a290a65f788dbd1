import Foundation
import Testing

@testable import TenorCommands

@Suite("A fund's forward trades in pools, priced from files")
struct ForwardTradeSampleTests {
  private static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/agency-pools-2023-03-31/"
  }()

  private func run(_ words: [String]) throws -> String {
    let recorder = Recorder()
    let code = CommandTree.standard.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    #expect(code == .success, "\(errors)")
    return output
  }

  /// Values on the base market by position.
  private func price(_ measure: String, positions: String) throws -> [String: Double] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "trades-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String) throws -> String {
      let path = folder.appending(path: name)
      try text.write(to: path, atomically: true, encoding: .utf8)
      return path.path
    }
    let output = try run([
      "price", "--instruments", Self.folder + "trades/instruments.csv", "--positions",
      file("positions.csv", positions), "--market", Self.folder + "market", "--scenarios",
      file("base.json", #"{"id": "base", "scenarios": [{"id": "BASE", "shifts": []}]}"#), "--measures",
      measure,
    ])
    var values: [String: Double] = [:]
    for line in output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      values[String(cells[0])] = Double(cells[6])
    }
    return values
  }

  @Test(
    "trades of 2% have the spread of the fund's pools of 2%, and one spread gives the drop to the next month")
  func spreadAndDrop() throws {
    let (april, may) = ("FNMA-2-2023-04-13", "FNMA-2-2023-05-11")
    let filed = try String(contentsOfFile: Self.folder + "trades/positions.csv", encoding: .utf8)
    let rows = filed.split(separator: "\n")
    #expect(rows.count == 1 + 18)
    let own = rows.filter { $0.hasPrefix(april) || $0.hasPrefix(may) }
    let spreads = try price("OAS", positions: ([rows[0]] + own).joined(separator: "\n") + "\n")
    let spread = try #require(spreads[april])
    let pools = try run([
      "collateral", "prices", Self.folder + "loans.csv", "--prices", Self.folder + "filed.csv", "--market",
      Self.folder + "market", "--csv",
    ]).split(separator: "\n").map { $0.split(separator: ",") }
    let stack = try #require(
      pools.first { $0[3] == "2" && !$0[1].hasPrefix("GNMA") }.flatMap { Double($0[6]) })
    #expect(abs(spread - stack) < 1.5, "\(spread) and \(stack)")
    let later = try #require(spreads[may])
    #expect(abs(later - spread) < 0.5)
    // Filed are 82.62808 and 82.72183: financing costs more than 2% brings.
    let prices = try price(
      "CLEAN_PRICE",
      positions: "position_id,portfolio,instrument_id,quantity,spread_bp\nM,TRADES,\(may),1000000,\(spread)\n"
    )
    let drop = 82.62808 - (try #require(prices["M"]))
    #expect(abs(drop - (82.62808 - 82.72183)) < 0.02, "\(drop)")
  }
}
