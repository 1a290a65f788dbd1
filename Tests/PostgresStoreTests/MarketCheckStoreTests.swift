import DatesAndConventions
import MarketData
import RunRecords
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Market checks", .enabled(if: TestCluster.isAvailable))
struct MarketCheckStoreTests {
  private let connection: PostgresConnection
  private let markets: MarketSnapshotStore
  private let checks: MarketCheckStore

  init() throws {
    connection = try PostgresConnection(try TestCluster.makeDatabase())
    markets = MarketSnapshotStore(connection)
    checks = MarketCheckStore(connection)
  }

  private static func market(_ day: String, _ rate: Double, source: String = "test") -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: CivilDate(iso: day)!, source: source, builtAt: "\(day)T18:00:00Z",
      adjustments: ["1Y carried from the day before"],
      curves: [
        CurveQuotes(
          id: "USD", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: Tenor(1, .years), rate: rate)], source: "test")
      ], discountCurves: ["USD": "USD"], fxBase: .usd)
  }

  @Test("a snapshot is compared with the last usable one of an earlier day, whichever was stored last")
  func compared() throws {
    let first = try markets.put(Self.market("2023-04-03", 0.04)).record
    #expect(first.review == .clear && first.findingCount == 0)
    #expect(try checks.record(first.id).comparedWith == nil)
    let jump = try markets.put(Self.market("2023-04-04", 0.05)).record
    #expect(jump.review == .pending && jump.findingCount == 1)
    let found = try checks.record(jump.id)
    #expect(found.comparedWith == first.id && found.thresholds == .standard && found.checkedAt != nil)
    #expect(found.findings.map(\.place) == ["curves[USD].points[1Y]"])
    #expect(abs(try #require(found.findings[0].change) - 100) < 1e-9)
    // Of the jump nobody knows whether it is true: the next day is held against the day before it, two weekdays ago.
    let next = try markets.put(Self.market("2023-04-05", 0.047)).record
    #expect(try checks.record(next.id).comparedWith == first.id && next.review == .clear)
    let earlier = try markets.put(Self.market("2023-04-02", 0.01)).record
    #expect(try checks.record(earlier.id).comparedWith == nil)
    _ = try checks.review(jump.id, .accepted, by: "bob", comment: "true") { _ in true }
    let other = try markets.put(Self.market("2023-04-05", 0.0471)).record
    #expect(try checks.record(other.id).comparedWith == jump.id)
  }

  @Test("the last decision counts, and what is clear needs none")
  func reviewed() throws {
    let first = try markets.put(Self.market("2023-04-03", 0.04)).record
    let jump = try markets.put(Self.market("2023-04-04", 0.05), upload: MarketUpload(by: "ann")).record
    #expect(throws: StoreError.self) {
      try checks.review(first.id, .accepted, by: "bob", comment: "fine") { _ in true }
    }
    #expect(throws: StoreError.notFound(kind: "market snapshot", id: "x")) {
      try checks.review("x", .accepted, by: "bob", comment: "fine") { _ in true }
    }
    var asked: [String] = []
    #expect(throws: StoreError.self) {
      try checks.review(jump.id, .accepted, by: "ann", comment: "mine") {
        asked = $0
        return false
      }
    }
    #expect(asked == ["ann"])
    #expect(
      try checks.review(jump.id, .accepted, by: "bob", comment: "true") { _ in true }.state == .accepted)
    let last = try checks.review(jump.id, .rejected, by: "cyd", comment: "not true") { _ in true }
    #expect(last.state == .rejected && last.reviews.map(\.reviewedBy) == ["bob", "cyd"])
    #expect(try markets.record(id: jump.id)?.review == .rejected)
    for table in ["marketdata_review", "marketdata_finding", "marketdata_check", "marketdata_upload"] {
      #expect { try connection.execute("DELETE FROM \(table)") } throws: {
        ($0 as? PostgresError)?.kind == .immutable
      }
    }
  }

  @Test("runs may use a snapshot that is clear or accepted, and are told the way out otherwise")
  func runs() throws {
    let first = try markets.put(Self.market("2023-04-03", 0.04)).record
    let jump = try markets.put(Self.market("2023-04-04", 0.05)).record
    func require(_ record: MarketSnapshotRecord) throws {
      try checks.requireUsable(record.number, id: record.id)
    }
    try require(first)
    #expect { try require(jump) } throws: {
      "\($0)".contains("tenor market review") && "\($0)".contains("1 finding that")
    }
    _ = try checks.review(jump.id, .accepted, by: "bob", comment: "true") { _ in true }
    try require(jump)
    _ = try checks.review(jump.id, .rejected, by: "bob", comment: "no") { _ in true }
    #expect { try require(jump) } throws: { "\($0)".contains("rejected") }
  }

  @Test("lineage tells each time a snapshot was brought by another person or in other files, once")
  func lineage() throws {
    let file = SourceFile(name: "market.json", byteCount: 7, sha256: String(repeating: "a", count: 64))
    for upload in [
      MarketUpload(by: "ann", files: [file]), MarketUpload(by: "ann", files: [file]), MarketUpload(by: "bob"),
    ] { _ = try markets.put(Self.market("2023-04-03", 0.04), upload: upload) }
    let id = try markets.list(limit: 1)[0].id
    let lineage = try checks.lineage(id)
    #expect(lineage.uploads.map(\.uploadedBy) == ["ann", "bob"])
    #expect(lineage.uploads[0].files == [file] && lineage.uploads[1].files == [])
    #expect(lineage.adjustments == ["1Y carried from the day before"] && lineage.runCount == 0)
  }

  @Test("a file's thresholds are asked in place of the usual ones, and kept")
  func thresholds() throws {
    _ = try markets.put(Self.market("2023-04-03", 0.04))
    var lenient = MarketCheckThresholds.standard
    lenient.rateJump = 150
    let record = try markets.put(Self.market("2023-04-04", 0.05), thresholds: lenient).record
    #expect(record.review == .clear)
    #expect(try checks.record(record.id).thresholds == lenient)
  }
}
