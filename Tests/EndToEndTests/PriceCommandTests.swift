import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("Pricing files without a database")
struct PriceCommandTests {
  private static let prices = [
    "price", "--market", Tenor.fund + "/market", "--instruments", "instruments.csv", "--positions",
    "positions.csv",
    "--scenarios", "demo",
  ]

  private struct Cell: Hashable {
    let position: String
    let measure: String
    let factor: String
    let scenario: String
  }

  private struct PrintedCell: Decodable {
    let positionID: String
    let measure: String
    let factor: String
    let scenario: String
    let value: Double?
    let reason: String?

    enum CodingKeys: String, CodingKey {
      case positionID = "position_id"
      case measure, factor, scenario, value, reason
    }
  }

  /// Values by their bits; a reason is kept as `nil`.
  private func csv(_ text: String) throws -> [Cell: UInt64?] {
    var lines = text.split(separator: "\n")
    #expect(lines.removeFirst() == "position_id,instrument_id,currency,measure,factor,scenario,value,reason")
    var cells: [Cell: UInt64?] = [:]
    for line in lines {
      let parts = line.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
      let cell = Cell(position: parts[0], measure: parts[3], factor: parts[4], scenario: parts[5])
      #expect(parts[6].isEmpty != parts[7].isEmpty, "\(line)")
      cells.updateValue(parts[6].isEmpty ? nil : try #require(Double(parts[6])).bitPattern, forKey: cell)
    }
    #expect(cells.count == lines.count)
    return cells
  }

  @Test("gives the bits that a run stores", .enabled(if: TestCluster.isAvailable))
  func sameBits() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 200))
    let run = try await tenor.createRun(buckets: 3, scenarios: "demo")
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    var expected: [Cell: UInt64?] = [:]
    for row in try stored.connection.query(
      "SELECT position_id, measure, factor, scenario_id, value FROM valuation_result_by_scenario WHERE run_id = $1",
      [.text(run)])
    {
      let cell = Cell(position: row.text(0), measure: row.text(1), factor: row.text(2), scenario: row.text(3))
      expected.updateValue(row.optionalDouble(4)?.bitPattern, forKey: cell)
    }
    #expect(expected.count > 10_000)

    let alone = try Tenor()
    try alone.write("instruments.csv", GeneratedBook(count: 200).instruments)
    try alone.write("positions.csv", GeneratedBook(count: 200).positions)
    let outcome = try await alone.run(PriceCommandTests.prices)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let priced = try csv(outcome.output)
    #expect(
      priced.filter { $0.key.measure != "CASHFLOWS" } == expected.filter { $0.key.measure != "CASHFLOWS" })
    #expect(alone.files == ["instruments.csv", "positions.csv"])
  }

  @Test("writes JSON, and a file that is whole or not there")
  func formats() async throws {
    let tenor = try Tenor()
    try tenor.write("instruments.csv", GeneratedBook(count: 20).instruments)
    try tenor.write("positions.csv", GeneratedBook(count: 20).positions)
    let text = try await tenor.run(PriceCommandTests.prices + ["--measures", "PV,YIELD"])
    let rows = try csv(text.output)
    let output = try await tenor.run(
      PriceCommandTests.prices + ["--measures", "pv,yield", "--format", "json", "--output", "prices.json"])
    #expect(output.status == 0 && output.output.isEmpty)
    let cells = try JSONDecoder().decode(
      [PrintedCell].self, from: Data(contentsOf: URL(fileURLWithPath: tenor.folder + "/prices.json")))
    #expect(cells.count == rows.count)
    for cell in cells {
      let key = Cell(
        position: cell.positionID, measure: cell.measure, factor: cell.factor, scenario: cell.scenario)
      #expect(cell.value?.bitPattern == rows[key])
      #expect((cell.value == nil) != (cell.reason == nil))
    }
    #expect(tenor.files == ["instruments.csv", "positions.csv", "prices.json"])

    let refused = try await tenor.run(PriceCommandTests.prices + ["--output", "no/such/folder/prices.csv"])
    #expect(refused.status == 1 && refused.errorLines.count == 1)
  }

  @Test("the desk calculator answers in text and JSON")
  func bondCalculator() async throws {
    let tenor = try Tenor()
    // 31 CFR 356, Appendix B, section II.A: 8 3/4% of 1990-05-15 to 2020-05-15 at 8.84% is 99.057893.
    let terms = [
      "--convention", "US_TREASURY", "--coupon", "8.75%", "--dated", "1990-05-15", "--maturity", "2020-05-15",
      "--settlement", "1990-05-15",
    ]
    let price = try await tenor.run(["bond", "price"] + terms + ["--yield", "8.84%", "--json"])
    let quote = try #require(try json(price.output) as? [String: Any])
    #expect(abs((quote["clean_price"] as? Double ?? 0) - 99.057893) < 1e-6)
    let yield = try await tenor.run(["bond", "yield"] + terms + ["--price", "99.057893", "--json"])
    let solved = try #require(try json(yield.output) as? [String: Any])
    #expect(abs((solved["yield"] as? Double ?? 0) - 0.0884) < 1e-9)
    #expect(
      try await tenor.run(["bond", "price"] + terms + ["--yield", "8.84%"]).output.contains("99.057893"))
    #expect(tenor.files.isEmpty)
  }
}
