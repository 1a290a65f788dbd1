import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("Pools of mortgages and bonds of deals", .enabled(if: TestCluster.isAvailable))
struct SecuritisedBookTests {
  private static let book = Tenor.samples + "/securitised-book-2023-03-31"
  private static let market = Tenor.samples + "/options-book-2023-03-31/market"
  private static let deals = Tenor.samples + "/deals/packages"

  @Test("workers value bonds by approved packages, with the bits of files; a recomputation is bit-equal")
  func wholePath() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let market = try await tenor.success("import", "market", Self.market, "--id-only")
    let instruments = try await tenor.run("import", "instruments", Self.book + "/instruments.csv")
    #expect(instruments.status == 0 && instruments.errors.contains("accepted 16"), "\(instruments.errors)")
    let positions = try await tenor.success(
      "import", "positions", Self.book + "/positions.csv", "--as-of", "2023-03-31", "--id-only")
    // A market that lacks what a package needs leaves no version: what is uploaded next is the first.
    let bare = Tenor.samples + "/bond-fund-2023-03-31/market"
    let refused = try await tenor.run(
      "deal", "upload", "\(Self.deals)/clo.json", "--market", bare, "--by", "ann")
    #expect(
      refused.status == 3 && refused.errors.contains("no index curve for USD-SOFR"), "\(refused.errors)")
    let tried = try await tenor.success(
      "deal", "upload", "\(Self.deals)/clo.json", "--market", Self.market, "--by", "ann")
    #expect(tried.contains("stored clo@1, ") && tried.contains("\ntried in the market of 2023-03-31\n"))
    #expect(tried.hasSuffix("\nclo@1 is VALIDATED"))
    let steps = try PostgresConnection(database).query(
      "SELECT comment FROM deal_event WHERE deal_id = 'clo' AND state = 'VALIDATED'")
    #expect(steps.map { $0.text(0) } == ["5 trials passed, in the market of 2023-03-31"])
    // That of the CMBS stays without approval.
    for deal in ["agency-cmo", "auto-abs", "clo", "cmbs", "senior-sub-rmbs"] {
      _ = try await tenor.success("deal", "upload", "\(Self.deals)/\(deal).json", "--by", "ann")
      guard deal != "cmbs" else { continue }
      let own = try await tenor.run("deal", "approve", "\(deal)@1", "--comment", "checked", "--by", "ann")
      #expect(own.status != 0 && own.errors.contains("ann is the author"), "\(own.errors)")
      _ = try await tenor.success("deal", "approve", "\(deal)@1", "--comment", "checked", "--by", "bob")
    }
    let run = try await tenor.success(
      "run", "create", "--market", market, "--positions", positions, "--scenarios", "core",
      "--measures", "PV,OAS,CASHFLOWS", "--id-only")
    #expect(try await tenor.startWorker("only").outcome().status == 0)

    let priced = try await tenor.success(
      "price", "--instruments", Self.book + "/instruments.csv", "--positions", Self.book + "/positions.csv",
      "--market", Self.market, "--deals", Self.deals, "--scenarios", "core", "--measures", "PV")
    var byFile: [String: Double] = [:]
    for line in priced.split(separator: "\n") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count > 6, cells[5] == "BASE", let value = Double(cells[6]) else { continue }
      byFile[cells[0]] = value
    }
    let rows = try PostgresConnection(database).query(
      """
      SELECT position_id, value, reason::text FROM valuation_result_by_scenario
      WHERE run_id = $1 AND measure = 'PV' AND scenario_id = 'BASE' ORDER BY position_id
      """, [.text(run)])
    #expect(rows.count == 16 && byFile.count == 16)
    for row in rows {
      let position = row.text(0)
      if ["S13", "S14"].contains(position) {
        #expect(row.isNull(1) && row.text(2).contains("deal cmbs"), "\(position)")
      } else {
        #expect(row.double(1) == byFile[position], "\(position)")
      }
    }
    let verified = try await tenor.success("run", "verify", run)
    #expect(verified.contains("bit-equal"))
    let shown = try await tenor.success("deal", "list")
    #expect(shown.components(separatedBy: "ACTIVE").count == 5, "\(shown)")
  }
}
