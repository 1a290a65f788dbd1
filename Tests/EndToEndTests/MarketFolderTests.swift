import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("A market with every table", .enabled(if: TestCluster.isAvailable))
struct MarketFolderTests {
  private static let book = Tenor.samples + "/options-book-2023-03-31"

  @Test("folder, archive and document are one snapshot, with which every contract of the sample is valued")
  func wholePath() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let market = try await tenor.success("import", "market", Self.book + "/market", "--id-only")
    let tar = Process()
    tar.executableURL = URL(fileURLWithPath: "/bin/tar")
    tar.arguments = ["-czf", tenor.folder + "/market.tar.gz", "-C", Self.book + "/market", "."]
    try tar.run()
    tar.waitUntilExit()
    for path in ["market.tar.gz", Self.book + "/market.json"] {
      #expect(try await tenor.success("import", "market", path, "--id-only") == market, "\(path)")
    }
    let lineage = try await tenor.success("market", "lineage", market)
    #expect(lineage.contains("swaption_smiles.csv") && lineage.contains("short_rate_models.csv"))

    let instruments = try await tenor.run("import", "instruments", Self.book + "/instruments.csv")
    #expect(instruments.status == 0 && instruments.errors.contains("accepted 11"), "\(instruments.errors)")
    let positions = try await tenor.success(
      "import", "positions", Self.book + "/positions.csv", "--as-of", "2023-03-31", "--id-only")
    let run = try await tenor.success(
      "run", "create", "--market", market, "--positions", positions, "--scenarios", "core",
      "--measures", "PV", "--id-only")
    #expect(try await tenor.startWorker("only").outcome().status == 0)
    let values = try PostgresConnection(database).query(
      """
      SELECT position_id, value, reason FROM valuation_result_by_scenario
      WHERE run_id = $1 AND measure = 'PV' AND scenario_id = 'BASE' ORDER BY position_id
      """, [.text(run)])
    #expect(values.map { $0.text(0) } == (1...11).map { String(format: "P%02d", $0) })
    for row in values { #expect(row.isNull(1) == false && row.isNull(2), "\(row.text(0))") }
  }

  @Test("a table that is wrong refuses the market and is named; so is a file that no market has")
  func refused() async throws {
    let tenor = try Tenor()
    let folder = tenor.folder + "/market"
    try FileManager.default.copyItem(atPath: Self.book + "/market", toPath: folder)
    let fixings = try String(contentsOfFile: folder + "/fixings.csv", encoding: .utf8)
    try tenor.write("market/fixings.csv", fixings.replacingOccurrences(of: "3.461", with: "3,461"))
    let wrong = try await tenor.run("import", "market", "market", "--dry-run")
    #expect(wrong.status == 3 && wrong.errors.contains("fixings.csv, line 3"), "\(wrong.errors)")
    try tenor.write("market/fixings.csv", fixings)
    try tenor.write("market/notes.txt", "kept")
    #expect(try await tenor.run("import", "market", "market", "--dry-run").status == 0)
    try tenor.write("market/fixing.csv", fixings)
    let unknown = try await tenor.run("import", "market", "market", "--dry-run")
    #expect(unknown.status == 3 && unknown.errors.contains("fixing.csv: is no file of a market"))
  }
}
