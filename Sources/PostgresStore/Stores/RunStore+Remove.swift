public import RunRecords

extension RunStore {
  /// Removes the results, tasks and attempts of a run that nobody works on. The run and its request stay.
  ///
  /// Dropping a partition locks out readers of every run for a moment, and waits for those that read now. It does not wait
  /// long, since others would queue up behind it: it is tried again and again instead.
  ///
  /// - Parameters:
  ///   - user: Who asks; kept.
  ///   - archive: Where the results were written; kept.
  ///   - allowsPublished: Whether a published run's results may go too; its publication stays.
  ///   - attempts: How often the lock is tried, for a fifth of a second each time.
  /// - Throws: `StoreError.notFound`; `wrongState` for a run that waits, runs or is published; `removed` when the results
  ///   are gone already; `PostgresError` of kind `conflict` when somebody reads results all the time.
  @discardableResult
  public func remove(
    _ id: RunID, by user: String, archive: String? = nil, allowsPublished: Bool = false, attempts: Int = 50
  ) throws -> RunRemoval {
    guard let record = try record(id: id) else { throw StoreError.notFound(kind: "run", id: id.text) }
    // What a failed run still has in hand is ended first: no worker may write to tables that go.
    if record.state == .failed { try TaskQueue(connection).cancel(id) }
    return try connection.retryingTransaction(attempts: attempts) {
      let rows = try connection.query(
        "SELECT run_no, state FROM run WHERE run_id = $1 FOR UPDATE", [.text(id.text)])
      guard let row = rows.first else { throw StoreError.notFound(kind: "run", id: id.text) }
      if let earlier = try removal(id) { throw StoreError.removed(earlier) }
      let state = try RunStore.state(row.text(1))
      guard state.isFinal else {
        throw StoreError.wrongState(run: id, state: state, action: "deleted; cancel it first")
      }
      if !allowsPublished, try publication(id) != nil {
        throw StoreError.wrongState(run: id, state: state, action: "deleted: it is published")
      }
      let number: PostgresValue = .int4(row.int32(0))
      try connection.query(
        "INSERT INTO run_removal (run_no, removed_by, archive) VALUES ($1, $2, $3)",
        [number, .text(user), .text(orNull: archive)])
      for table in [
        "node_result", "cashflow_day", "regulatory_metrics", "run_task_block", "run_task_attempt", "run_task",
      ] {
        try connection.query("DELETE FROM \(table) WHERE run_no = $1", [number])
      }
      try connection.execute("SET LOCAL lock_timeout = 200")
      try connection.query("SELECT tenor_drop_run_partitions($1)", [number])
      guard let made = try removal(id) else { throw StoreError.notFound(kind: "run", id: id.text) }
      return made
    }
  }

  /// The removal of a run's results; `nil` when they are there.
  public func removal(_ id: RunID) throws -> RunRemoval? {
    try connection.query(
      """
      SELECT g.removed_by, \(SQLText.iso("g.removed_at")), g.archive
      FROM run_removal g JOIN run r USING (run_no) WHERE r.run_id = $1
      """, [.text(id.text)]
    ).first.map { row in
      RunRemoval(run: id, removedBy: row.text(0), removedAt: row.text(1), archive: row.optionalText(2))
    }
  }
}
