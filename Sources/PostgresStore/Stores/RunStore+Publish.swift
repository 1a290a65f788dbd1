public import RunRecords

extension RunStore {
  /// What was frozen.
  public struct Publication: Sendable, Hashable {
    public let publishedBy: String
    /// ISO 8601 UTC.
    public let publishedAt: String
    public let requestHash: String
    public let resultRows: Int
    public let cashFlowRows: Int
    public let nodeRows: Int
  }

  /// Freezes a run that has succeeded, with all its results: the database refuses every later change.
  ///
  /// Publishing again changes nothing and gives the first publication.
  ///
  /// - Throws: `StoreError.notFound`, or `wrongState` unless the run has succeeded.
  @discardableResult
  public func publish(_ id: RunID, by user: String) throws -> Publication {
    try connection.transaction {
      let rows = try connection.query(
        "SELECT run_no, state FROM run WHERE run_id = $1 FOR UPDATE", [.text(id.text)])
      guard let row = rows.first else { throw StoreError.notFound(kind: "run", id: id.text) }
      if let earlier = try publication(id) { return earlier }
      let state = try RunStore.state(row.text(1))
      guard state == .succeeded else {
        throw StoreError.wrongState(run: id, state: state, action: "published; only a SUCCEEDED run can")
      }
      if let removal = try removal(id) { throw StoreError.removed(removal) }
      let number = row.int32(0)
      // The partitions are closed before they are counted.
      try freeze(number)
      try connection.query(
        """
        INSERT INTO published_run (run_no, published_by, request_hash, result_rows, cash_flow_rows, node_rows)
        SELECT run_no, $2, request_hash, (SELECT count(*) FROM valuation_result_\(number)),
          (SELECT count(*) FROM cashflow_schedule_\(number)),
          (SELECT count(*) FROM node_result n WHERE n.run_no = r.run_no)
        FROM run r WHERE run_no = $1
        """, [.int4(number), .text(user)])
      try connection.query("SELECT pg_notify('\(RunStore.runChannel)', $1)", [.text(id.text)])
      guard let made = try publication(id) else { throw StoreError.notFound(kind: "run", id: id.text) }
      return made
    }
  }

  /// Makes the partitions of a run refuse every change.
  func freeze(_ run: Int32) throws {
    try connection.query("SELECT tenor_freeze_run($1)", [.int4(run)])
  }

  /// The publication of a run; `nil` when it is not published.
  public func publication(_ id: RunID) throws -> Publication? {
    try connection.query(
      """
      SELECT p.published_by, \(SQLText.iso("p.published_at")), p.request_hash, p.result_rows, p.cash_flow_rows, p.node_rows
      FROM published_run p JOIN run r USING (run_no) WHERE r.run_id = $1
      """, [.text(id.text)]
    ).first.map { row in
      Publication(
        publishedBy: row.text(0), publishedAt: row.text(1), requestHash: row.text(2), resultRows: row.int(3),
        cashFlowRows: row.int(4), nodeRows: row.int(5))
    }
  }
}
