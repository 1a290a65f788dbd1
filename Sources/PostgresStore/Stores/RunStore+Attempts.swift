public import RunRecords

extension RunStore {
  /// One claim of a task, from its beginning to its end.
  public struct Attempt: Sendable, Hashable, Encodable {
    public let taskNumber: Int
    public let kind: TaskKind
    /// `nil` for a roll-up.
    public let productType: String?
    public let bucket: Int
    public let fence: Int
    public let worker: String
    /// ISO 8601 UTC.
    public let startedAt: String
    public let endedAt: String
    public let outcome: String
    public let error: String?
  }

  /// Every attempt of a run that has ended, by task and claim.
  public func attempts(id: RunID) throws -> [Attempt] {
    try connection.query(
      """
      SELECT a.task_no, t.kind, t.product_type, t.bucket, a.fence, a.worker, \(SQLText.iso("a.started_at")),
        \(SQLText.iso("a.ended_at")), a.outcome, a.error
      FROM run_task_attempt a JOIN run_task t USING (run_no, task_no) JOIN run r USING (run_no)
      WHERE r.run_id = $1 ORDER BY a.task_no, a.fence
      """, [.text(id.text)]
    ).map { row in
      Attempt(
        taskNumber: row.int(0), kind: try RunStore.kind(row.text(1)), productType: row.optionalText(2),
        bucket: row.int(3), fence: row.int(4), worker: row.text(5), startedAt: row.text(6),
        endedAt: row.text(7),
        outcome: row.text(8), error: row.optionalText(9))
    }
  }

  /// What was asked, as stored under its hash; `nil` when there is no such run.
  public func requestDocument(id: RunID) throws -> String? {
    try connection.query("SELECT request FROM run WHERE run_id = $1", [.text(id.text)]).first?.text(0)
  }
}
