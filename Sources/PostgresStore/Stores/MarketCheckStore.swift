import DatesAndConventions
import JSONDocuments
import MarketData
public import RunRecords

/// What checks find in market snapshots, what people decide about it, and where snapshots come from.
public struct MarketCheckStore {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// Checks a snapshot that was just stored, and keeps what is found.
  func check(_ snapshot: MarketSnapshot, id: String, _ thresholds: MarketCheckThresholds) throws {
    let earlier = try usable(before: snapshot, limit: thresholds.historyDays)
    let findings = MarketChecks(thresholds).findings(of: snapshot, after: earlier.map(\.snapshot))
    let number = try RunStore(connection).snapshotNumber(
      "marketdata_snapshot", kind: "market snapshot", id: id)
    try connection.query(
      "INSERT INTO marketdata_check (snapshot_no, compared_with, thresholds, finding_count) VALUES ($1, $2, $3, $4)",
      [
        .int4(number), earlier.last.map { .int4($0.number) } ?? .null,
        .text(try CanonicalJSON.encode(thresholds)), .int4(Int32(findings.count)),
      ])
    for (index, finding) in findings.enumerated() {
      func optional(_ value: Double?) -> PostgresValue { value.map { .float8($0) } ?? .null }
      try connection.query(
        """
        INSERT INTO marketdata_finding (snapshot_no, finding_no, kind, place, message, value, previous, change, deviations)
        VALUES ($1, $2, $3, $4, $5, $6::float8, $7::float8, $8::float8, $9::float8)
        """,
        [
          .int4(number), .int4(Int32(index + 1)), .text(finding.kind.rawValue), .text(finding.place),
          .text(finding.message), optional(finding.value), optional(finding.previous),
          optional(finding.change),
          optional(finding.deviations),
        ])
    }
  }

  /// Notes who brought a snapshot; the same files of the same person are noted once.
  func note(_ upload: MarketUpload, of id: String) throws {
    try connection.query(
      """
      INSERT INTO marketdata_upload (snapshot_no, uploaded_by, files, import_no)
      SELECT snapshot_no, $2, $3, $4::int4 FROM marketdata_snapshot WHERE snapshot_id = $1
      ON CONFLICT (snapshot_no, uploaded_by, files) DO NOTHING
      """,
      [
        .text(id), .text(upload.uploadedBy), .text(try CanonicalJSON.encode(upload.files)),
        upload.importNumber.map { .int4($0) } ?? .null,
      ])
  }

  /// Of each earlier valuation date the usable snapshot that was stored last, in order of date: the newest `limit` dates.
  private func usable(before snapshot: MarketSnapshot, limit: Int) throws -> [(
    number: Int32, snapshot: MarketSnapshot
  )] {
    try connection.query(
      """
      SELECT m.snapshot_no, m.payload FROM (
        SELECT valuation_date, max(snapshot_no) AS snapshot_no
        FROM marketdata_snapshot JOIN marketdata_state s USING (snapshot_no)
        WHERE valuation_date < $1::text::date AND s.state IN ('UNCHECKED', 'CLEAR', 'ACCEPTED')
        GROUP BY valuation_date ORDER BY valuation_date DESC LIMIT $2
      ) d JOIN marketdata_snapshot m USING (snapshot_no) ORDER BY d.valuation_date
      """, [.text(snapshot.valuationDate.description), .int8(Int64(limit))]
    ).map { ($0.int32(0), try CanonicalJSON.decode(MarketSnapshot.self, from: $0.text(1))) }
  }

  /// Refuses a snapshot that nobody has looked at, or that somebody has rejected.
  ///
  /// - Throws: `StoreError.refused` that names the way out.
  func requireUsable(_ number: Int32, id: String) throws {
    let row = try connection.query(
      "SELECT state, finding_count FROM marketdata_state WHERE snapshot_no = $1", [.int4(number)])[0]
    let count = row.int(1)
    switch try MarketCheckStore.state(row.text(0)) {
    case .unchecked, .clear, .accepted: return
    case .pending:
      throw StoreError.refused(
        "the market snapshot '\(id)' has \(count) \(count == 1 ? "finding" : "findings") that nobody has reviewed; look at "
          + "them with 'tenor market findings' and accept them with 'tenor market review', or by POST "
          + "/v1/marketdata/snapshots/{snapshot_id}/review")
    case .rejected:
      throw StoreError.refused(
        "the market snapshot '\(id)' was rejected in its review; use another one, or review it again")
    }
  }

  /// What was found in a snapshot, and what was decided.
  ///
  /// - Throws: `StoreError.notFound`.
  public func record(_ id: String) throws -> MarketCheckRecord {
    let found = try connection.query(
      """
      SELECT m.snapshot_no, m.valuation_date, s.state, p.snapshot_id, \(SQLText.iso("c.checked_at")), c.thresholds
      FROM marketdata_snapshot m JOIN marketdata_state s USING (snapshot_no)
      LEFT JOIN marketdata_check c USING (snapshot_no)
      LEFT JOIN marketdata_snapshot p ON p.snapshot_no = c.compared_with
      WHERE m.snapshot_id = $1
      """, [.text(id)])
    guard let row = found.first else { throw StoreError.notFound(kind: "market snapshot", id: id) }
    return MarketCheckRecord(
      snapshotId: id, valuationDate: row.date(1), state: try MarketCheckStore.state(row.text(2)),
      comparedWith: row.optionalText(3), checkedAt: row.optionalText(4),
      thresholds: try row.optionalText(5).map {
        try CanonicalJSON.decode(MarketCheckThresholds.self, from: $0)
      },
      findings: try findings(row.int32(0)), reviews: try reviews(row.int32(0)))
  }

  /// Keeps what a person has decided about a snapshot with findings.
  ///
  /// - Parameter allows: Whether the person may decide, given who has brought the snapshot.
  /// - Throws: What `allows` throws; `StoreError.notFound`; `refused` for a snapshot in which nothing was found, and for a person who may not.
  public func review(
    _ id: String, _ decision: MarketReview.Decision, by person: String, comment: String,
    allows: ([String]) throws -> Bool
  ) throws -> MarketCheckRecord {
    try connection.transaction {
      let found = try connection.query(
        """
        SELECT m.snapshot_no, s.state FROM marketdata_snapshot m JOIN marketdata_state s USING (snapshot_no)
        WHERE m.snapshot_id = $1 FOR UPDATE OF m
        """, [.text(id)])
      guard let row = found.first else { throw StoreError.notFound(kind: "market snapshot", id: id) }
      switch try MarketCheckStore.state(row.text(1)) {
      case .unchecked, .clear:
        throw StoreError.refused("nothing was found in the market snapshot '\(id)'; it needs no review")
      case .pending, .accepted, .rejected: break
      }
      let uploaders = try connection.query(
        "SELECT DISTINCT uploaded_by FROM marketdata_upload WHERE snapshot_no = $1", [.int4(row.int32(0))]
      ).map { $0.text(0) }
      guard try allows(uploaders) else {
        throw StoreError.refused(
          "'\(person)' has brought this market snapshot; another person has to review it")
      }
      try connection.query(
        """
        INSERT INTO marketdata_review (snapshot_no, review_no, decision, reviewed_by, comment)
        SELECT $1, count(*)::int4 + 1, $2, $3, $4 FROM marketdata_review WHERE snapshot_no = $1
        """, [.int4(row.int32(0)), .text(decision.rawValue), .text(person), .text(comment)])
      return try record(id)
    }
  }

  /// Where a snapshot comes from, and which runs use it.
  ///
  /// - Parameter mostRuns: The newest are told, the others counted.
  /// - Throws: `StoreError.notFound`.
  public func lineage(_ id: String, mostRuns: Int = 1_000) throws -> MarketLineage {
    guard let record = try MarketSnapshotStore(connection).record(id: id),
      let snapshot = try MarketSnapshotStore(connection).snapshot(id: id)
    else { throw StoreError.notFound(kind: "market snapshot", id: id) }
    let uploads = try connection.query(
      """
      SELECT uploaded_by, \(SQLText.iso("uploaded_at")), import_no::text, files FROM marketdata_upload
      WHERE snapshot_no = $1 ORDER BY upload_no
      """, [.int4(record.number)]
    ).map {
      MarketLineage.Upload(
        uploadedBy: $0.text(0), uploadedAt: $0.text(1), importId: $0.optionalText(2),
        files: try CanonicalJSON.decode([SourceFile].self, from: $0.text(3)))
    }
    let runs = try connection.query(
      """
      SELECT r.run_id, r.state, r.created_by, \(SQLText.iso("r.created_at")),
        EXISTS (SELECT FROM published_run p WHERE p.run_no = r.run_no)
      FROM run r WHERE r.market_snapshot_no = $1 ORDER BY r.run_no DESC LIMIT $2
      """, [.int4(record.number), .int8(Int64(mostRuns))]
    ).map { row throws(StoreError) in
      guard let state = RunState(rawValue: row.text(1)) else {
        throw .unreadable("run state '\(row.text(1))' is not known to this program; use a newer tenor")
      }
      return MarketLineage.Run(
        runId: row.text(0), state: state, createdBy: row.text(2), createdAt: row.text(3),
        isPublished: row.bool(4))
    }
    let count = try connection.query(
      "SELECT count(*) FROM run WHERE market_snapshot_no = $1", [.int4(record.number)])[0].int(0)
    return MarketLineage(
      snapshotId: id, source: snapshot.source, builtAt: snapshot.builtAt, adjustments: snapshot.adjustments,
      uploads: uploads, runs: runs, runCount: count)
  }

  static func state(_ name: String) throws(StoreError) -> MarketReviewState {
    guard let state = MarketReviewState(rawValue: name) else {
      throw .unreadable(
        "state '\(name)' of a market snapshot is not known to this program; use a newer tenor")
    }
    return state
  }

  private func findings(_ number: Int32) throws -> [MarketFinding] {
    try connection.query(
      """
      SELECT kind, place, message, value, previous, change, deviations FROM marketdata_finding
      WHERE snapshot_no = $1 ORDER BY finding_no
      """, [.int4(number)]
    ).map { row throws(StoreError) in
      guard let kind = MarketFinding.Kind(rawValue: row.text(0)) else {
        throw .unreadable("finding '\(row.text(0))' is not known to this program; use a newer tenor")
      }
      return MarketFinding(
        kind, row.text(1), row.text(2), value: row.optionalDouble(3), previous: row.optionalDouble(4),
        change: row.optionalDouble(5), deviations: row.optionalDouble(6))
    }
  }

  private func reviews(_ number: Int32) throws -> [MarketReview] {
    try connection.query(
      """
      SELECT decision, reviewed_by, comment, \(SQLText.iso("reviewed_at")) FROM marketdata_review
      WHERE snapshot_no = $1 ORDER BY review_no
      """, [.int4(number)]
    ).map { row throws(StoreError) in
      guard let decision = MarketReview.Decision(rawValue: row.text(0)) else {
        throw .unreadable("decision '\(row.text(0))' is not known to this program; use a newer tenor")
      }
      return MarketReview(
        decision: decision, reviewedBy: row.text(1), comment: row.text(2), reviewedAt: row.text(3))
    }
  }
}
