import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("What a run will take", .enabled(if: TestCluster.isAvailable))
struct RunEstimateTests {
  /// What `run estimate --json` prints.
  private struct Forecast: Decodable {
    let estimate: Estimate
    let excesses: [Excess]
    let warnings: [String]

    struct Excess: Decodable {
      let quantity: String
    }

    struct Estimate: Decodable {
      let vectors: Int
      let cells: Int
      let cashFlows: Int
      let tasks: Int
      let seconds: Double
      let bytes: Bytes
    }

    struct Bytes: Decodable {
      let vectors: Int
      let vectorKey: Int
      let cashFlows: Int
      let rollUps: Int
      let total: Int
    }

    init(_ text: String) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Forecast.self, from: Data(text.utf8))
    }
  }

  /// The server's count of the bytes that a run has stored.
  private func stored(_ run: Int32, _ connection: PostgresConnection) throws -> Int {
    // The two tables that runs share hold this run alone.
    try connection.query(
      """
      SELECT pg_total_relation_size('valuation_result_\(run)') + pg_total_relation_size('cashflow_schedule_\(run)')
        + pg_total_relation_size('run_task_rollup') + pg_total_relation_size('node_result')
      """)[0].int(0)
  }

  @Test(
    "vectors, cash flows and bytes are those that the run then has",
    arguments: [
      ["--scenarios", "demo"],
      ["--scenarios", "hundred.json", "--measures", "PV,YIELD,DV01"],
      ["--scenarios", "hundred.json", "--measures", "PV,KEY_RATE_DV01", "--buckets", "4"],
      ["--scenarios", "core", "--measures", "PV,CASHFLOWS", "--currency", "EUR"],
    ])
  func counts(options: [String]) async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    try await tenor.importBook(GeneratedBook(count: 1_200))
    try tenor.write("hundred.json", Self.scenarios(100))
    let outcome = try await tenor.run(["run", "estimate", "--json"] + options)
    let forecast = try Forecast(outcome.output)
    let created = try await tenor.run(["run", "create", "--id-only"] + options)
    #expect(
      created.status == 0 && created.errors.contains("estimate: 1,200 positions, "), "\(created.errors)")
    let run = created.output.trimmingCharacters(in: .newlines)
    let workers = try [tenor.startWorker("first"), tenor.startWorker("second")]
    for worker in workers { #expect(try await worker.outcome().status == 0) }

    let runs = try StoredRuns(database)
    let number = try runs.number(run)
    func count(_ table: String) throws -> Int {
      try runs.connection.query("SELECT count(*) FROM \(table) WHERE run_no = \(number)")[0].int(0)
    }
    let estimate = forecast.estimate
    // Most products are sampled, not counted: 500 of them.
    let vectors = try count("valuation_result")
    #expect(abs(estimate.vectors - vectors) * 100 <= vectors, "\(estimate.vectors) for \(vectors)")
    let cashFlows = try count("cashflow_schedule")
    #expect(abs(estimate.cashFlows - cashFlows) * 20 <= cashFlows, "\(estimate.cashFlows) for \(cashFlows)")
    #expect(try estimate.tasks == count("run_task"))
    // Of runs below a few megabytes, first pages and maps, which the server makes as it likes, are a larger part.
    let bytes = try stored(number, runs.connection)
    #expect(abs(Double(estimate.bytes.total) / Double(bytes) - 1) < 0.15, "\(estimate.bytes) for \(bytes)")
    #expect(forecast.excesses.isEmpty && estimate.seconds > 0)
  }

  @Test("a run beyond a limit is refused before anything is stored, and says how to go on")
  func limits() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let stored = try StoredRuns(database)
    try await tenor.importBook(GeneratedBook(count: 100))
    let few = ["run", "create", "--measures", "PV", "--id-only"]
    let refused = try await tenor.run(few + ["--max-cells", "399"])
    #expect(refused.status == 3 && refused.output.isEmpty)
    #expect(
      refused.errors.contains(
        "the run would have 400 cells, and 399 is the limit; ask for fewer scenarios, measures, key rates or positions, "
          + "or raise the limit with --max-cells or TENOR_MAX_CELLS"), "\(refused.errors)")
    #expect(try await tenor.run(few + ["--max-scenarios", "3"]).status == 3)
    #expect(try await tenor.run(few + ["--max-bytes", "1000"]).status == 3)
    #expect(try stored.connection.query("SELECT count(*) FROM run")[0].int(0) == 0)
    #expect(try await tenor.run(few + ["--max-cells", "400"]).status == 0)
    let told = try await tenor.run("run", "estimate", "--measures", "PV", "--max-cells", "399")
    #expect(told.status == 0 && told.errors.contains("note: the run would have 400 cells"))
  }

  @Test("a scenario on a curve that discounts nothing is named when the run is made and with its results")
  func warnings() async throws {
    let tenor = try Tenor(database: try TestCluster.makeDatabase())
    try await tenor.importBook(GeneratedBook(count: 5))
    try tenor.write(
      "sofr.json",
      """
      {"id": "X", "scenarios": [{"id": "SOFR_UP", "shifts": [
        {"rates": {"curves": ["USD.SOFR"], "shape": {"parallel": {"basis_points": 25}}}}]}]}
      """)
    let created = try await tenor.run(
      "run", "create", "--scenarios", "sofr.json", "--measures", "PV", "--id-only")
    let warning = "scenario SOFR_UP, shift 1: 'USD.SOFR' discounts no currency of this market"
    #expect(created.status == 0 && created.errors.contains("note: " + warning), "\(created.errors)")
    try await tenor.success("worker", "--until-idle")
    #expect(try await tenor.success("run", "results", "latest", "--summary").contains(warning))
  }

  /// A file of so many scenarios, `BASE` included.
  private static func scenarios(_ count: Int) -> String {
    let others = (1..<count).map { number in
      #"{"id": "S\#(number)", "shifts": [{"rates": {"shape": {"parallel": {"basis_points": \#(number)}}}}]}"#
    }
    return #"{"id": "MANY", "scenarios": [\#(others.joined(separator: ", "))]}"#
  }
}
