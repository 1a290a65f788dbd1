import JSONDocuments
import Pricing
import RiskAnalytics
public import RunRecords

extension LimitStore {
  /// How a run stands against limits, by name and the newest version first: every version that was in force when somebody
  /// asked. The limits in force now that this run was not held against yet are evaluated and stored, once the run has
  /// succeeded and while its results are there.
  ///
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func evaluations(_ id: RunID) throws -> [LimitEvaluation] {
    let run = try RunStore(connection).existing(id)
    if run.state == .succeeded, try RunStore(connection).removal(id) == nil { try evaluate(run) }
    return try stored(run)
  }

  /// Notes who has seen a warning, a breach or a figure that cannot be told, and what is done.
  ///
  /// - Throws: `StoreError.notFound` for an unknown run or a limit that it was not held against, `refused` for one that
  ///   is kept.
  public func acknowledge(
    _ id: RunID, _ name: LimitName, version: Int? = nil, by actor: String, comment: String
  ) throws -> LimitEvaluation {
    let run = try RunStore(connection).existing(id)
    guard let found = try stored(run, name).first(where: { version == nil || $0.version == version }) else {
      throw StoreError.notFound(kind: "evaluation of run \(id) against limit", id: name.text)
    }
    guard found.finding.status != .ok else {
      throw StoreError.refused("run \(id) keeps limit '\(name)'; there is nothing to acknowledge")
    }
    try connection.query(
      """
      INSERT INTO limit_acknowledgement (run_no, limit_no, version, actor, comment)
      SELECT $1, limit_no, $3, $4, $5 FROM risk_limit WHERE name = $2
      """,
      [
        .int4(run.number), .text(name.text), .int4(Int32(found.version)), .text(actor), .text(comment),
      ])
    return try stored(run, name).first { $0.version == found.version } ?? found
  }

  // MARK: Evaluating

  private func evaluate(_ run: RunRecord) throws {
    let open = try connection.query(
      """
      SELECT l.limit_no, l.version, l.definition FROM risk_limit l
      WHERE l.state = 'ACTIVE' AND NOT EXISTS (
        SELECT FROM limit_evaluation e
        WHERE e.run_no = $1 AND e.limit_no = l.limit_no AND e.version = l.version)
      ORDER BY l.name
      """, [.int4(run.number)])
    guard !open.isEmpty, let book = try RiskStore(connection).book(run.id) else { return }
    var figures = LimitFigures(StoredFigures(RiskStore(connection), book))
    for row in open {
      guard let definition = try LimitStore.definition(row.text(2)) else { continue }
      let finding = try figures.finding(definition)
      // Who comes second finds the same.
      try connection.query(
        """
        INSERT INTO limit_evaluation
          (run_no, limit_no, version, definition, status, value, reason, position_count, gap_count)
        VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9) ON CONFLICT DO NOTHING
        """,
        [
          .int4(run.number), .int4(row.int32(0)), .int4(row.int32(1)), .text(row.text(2)),
          .text(finding.status.rawValue), finding.value.map { .float8($0) } ?? .null,
          .text(orNull: try finding.reason.map { try CanonicalJSON.encode($0) }),
          .int4(Int32(finding.positionCount)), .int4(Int32(finding.gapCount)),
        ])
    }
  }

  private func stored(_ run: RunRecord, _ name: LimitName? = nil) throws -> [LimitEvaluation] {
    var notes: [[Int32]: [LimitEvaluation.Acknowledgement]] = [:]
    for row in try connection.query(
      """
      SELECT limit_no, version, actor, \(SQLText.iso("at")), comment FROM limit_acknowledgement
      WHERE run_no = $1 ORDER BY acknowledgement_no
      """, [.int4(run.number)])
    {
      notes[[row.int32(0), row.int32(1)], default: []].append(
        .init(by: row.text(2), at: row.text(3), comment: row.text(4)))
    }
    return try connection.query(
      """
      SELECT e.limit_no, e.version, l.state = 'ACTIVE' AND l.version = e.version, e.definition, e.status, e.value,
        e.reason, e.position_count, e.gap_count, \(SQLText.iso("e.evaluated_at"))
      FROM limit_evaluation e JOIN risk_limit l USING (limit_no)
      WHERE e.run_no = $1 AND ($2::text IS NULL OR l.name = $2) ORDER BY l.name, e.version DESC
      """, [.int4(run.number), .text(orNull: name?.text)]
    ).map { row in
      guard let definition = try LimitStore.definition(row.text(3)) else {
        throw StoreError.unreadable("a limit's definition is missing")
      }
      return LimitEvaluation(
        version: row.int(1), isInForce: row.bool(2), definition: definition,
        finding: LimitEvaluation.Finding(
          status: try LimitStore.known(row.text(4)), value: row.optionalDouble(5),
          reason: try row.optionalText(6).map { try CanonicalJSON.decode(Reason.self, from: $0) },
          positionCount: row.int(7), gapCount: row.int(8)),
        evaluatedAt: row.text(9), acknowledgements: notes[[row.int32(0), row.int32(1)]] ?? [])
    }
  }
}
