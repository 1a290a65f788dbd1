import Foundation
import TestSupport
import Testing

@Suite("Review of market data", .enabled(if: TestCluster.isAvailable))
struct MarketReviewTests {
  /// The sample market of another day, with the ten-year Treasury yield moved.
  private func write(_ tenor: Tenor, day: String, tenYears: String) throws {
    let folder = tenor.folder + "/market"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.copyItem(atPath: Tenor.fund + "/market", toPath: folder)
    let manifest = try String(contentsOfFile: folder + "/market.json", encoding: .utf8)
    try tenor.write("market/market.json", manifest.replacingOccurrences(of: "2023-03-31", with: day))
    var curves = try String(contentsOfFile: folder + "/curves.csv", encoding: .utf8)
    // Every curve but the one under test moves a little, so that nothing is stale.
    curves =
      curves.split(separator: "\n").map { line in
        guard !line.hasPrefix("curve,") else { return String(line) }
        var cells = line.split(separator: ",", maxSplits: 6, omittingEmptySubsequences: false).map(
          String.init)
        let isTenYears = cells[0] == "USD.TREASURY" && cells[4] == "10Y"
        cells[5] = isTenYears ? tenYears : String(format: "%.4f", Double(cells[5])! + 0.01)
        return cells.joined(separator: ",")
      }.joined(separator: "\n") + "\n"
    try tenor.write("market/curves.csv", curves)
    let rates = try String(contentsOfFile: folder + "/fx.csv", encoding: .utf8).split(separator: "\n")
    let moved = rates.dropFirst().map { line in
      let cells = line.split(separator: ",")
      return "\(cells[0]),\(Double(cells[1])! * 1.001)"
    }
    try tenor.write("market/fx.csv", ([String(rates[0])] + moved).joined(separator: "\n") + "\n")
  }

  @Test(
    "a market that jumps serves no run before a person has looked at it, another one where four eyes are asked for"
  )
  func review() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database, variables: ["TENOR_FOUR_EYES": "review"])
    try await tenor.importBook(GeneratedBook(count: 5))
    try write(tenor, day: "2023-04-03", tenYears: "4.48")
    let dry = try await tenor.run("import", "market", "market", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("nothing stored"))
    let stored = try await tenor.run("import", "market", "market", "--by", "ann")
    #expect(stored.status == 0)
    #expect(
      stored.errors.contains("jump: curves[USD.TREASURY].points[10Y]: moved +100 bp"), "\(stored.errors)")
    let refused = try await tenor.run("run", "create", "--scenarios", "core")
    #expect(refused.status == 1 && refused.errors.contains("tenor market review"), "\(refused.errors)")
    let own = try await tenor.run("market", "review", "latest", "--comment", "fine", "--by", "ann")
    #expect(own.status == 1 && own.errors.contains("another person"), "\(own.errors)")
    #expect(try await tenor.run("market", "review", "latest", "--by", "bob").status == 2)
    try await tenor.success("market", "review", "latest", "--comment", "the Treasury says so", "--by", "bob")
    let run = try await tenor.success("run", "create", "--scenarios", "core", "--id-only")
    let findings = try await tenor.success("market", "findings")
    #expect(
      findings.contains("ACCEPTED") && findings.contains("accepted by bob")
        && findings.contains("the Treasury says so"))
    let lineage = try await tenor.success("market", "lineage", "latest")
    #expect(lineage.contains("brought by ann") && lineage.contains("curves.csv") && lineage.contains(run))
    try await tenor.success(
      "market", "review", "latest", "--comment", "it was corrected", "--reject", "--by", "bob")
    #expect(try await tenor.run("run", "create", "--scenarios", "core").errors.contains("rejected"))
  }

  @Test("a file says when a person has to look; one that makes no sense is refused")
  func thresholds() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    try tenor.write("checks.json", #"{"rate_jump": 150}"#)
    try await tenor.success("import", "market", Tenor.fund + "/market")
    try write(tenor, day: "2023-04-03", tenYears: "4.48")
    try await tenor.success("import", "market", "market", "--checks", "checks.json")
    #expect(try await tenor.success("market", "findings").contains("CLEAR"))
    try tenor.write("checks.json", #"{"rate_jump": -1}"#)
    let wrong = try await tenor.run("import", "market", "market", "--checks", "checks.json")
    #expect(wrong.status == 3 && wrong.errors.contains("rate_jump is -1"), "\(wrong.errors)")
    try tenor.write("checks.json", #"{"rate_jumps": 1}"#)
    #expect(try await tenor.run("import", "market", "market", "--checks", "checks.json").status == 3)
  }
}
