import LeaseQueue
public import RunRecords

extension TaskQueue {
  /// As `claim(worker:limit:)`, for a worker that claims again and again: what it has seen done it does not look at again.
  ///
  /// A task that became claimable behind the cursor may have to wait a second or so, or until no other is left.
  public func claim(worker: String, limit: Int, cursor: inout ClaimCursor) throws -> [TaskClaim] {
    if !cursor.needsFullLook(at: .now) {
      let found = try claim(worker: worker, limit: limit, after: cursor)
      for claim in found.claims { cursor.advance(run: claim.runNumber, task: claim.taskNumber) }
      if found.foundAny { return found.claims }
    }
    let start = ContinuousClock.now
    let claims = try claim(worker: worker, limit: limit)
    cursor.tookFullLook(from: start, to: .now)
    for claim in claims { cursor.advance(run: claim.runNumber, task: claim.taskNumber) }
    return claims
  }

  /// Tasks that may be claimed now, locked.
  func claimable(limit: Int, after cursor: ClaimCursor) throws -> [StoredTask] {
    // A run with a limit is counted by one claimer at a time. The lock is taken in a statement of its own, so that the
    // count sees what the holder before has committed; who does not get it leaves the run to the holder.
    let limited = try connection.query(
      """
      SELECT run_no FROM run
      WHERE state IN ('QUEUED', 'RUNNING', 'FAILED') AND NOT is_paused AND max_running IS NOT NULL
        AND pg_try_advisory_xact_lock(\(TaskQueue.limitLock), run_no)
      """
    ).map { $0.int32(0) }
    let seen = cursor.last.sorted { $0.key < $1.key }
    return try connection.query(
      """
      SELECT \(TaskQueue.taskColumns)
      FROM (
        SELECT * FROM run
        WHERE state IN ('QUEUED', 'RUNNING', 'FAILED') AND NOT is_paused
          AND (max_running IS NULL OR run_no = ANY ($2))
        ORDER BY tenor_claim_order(created_at, priority), run_no
      ) r
      CROSS JOIN LATERAL (
        SELECT CASE WHEN r.max_running IS NULL THEN $1
          ELSE greatest(0, r.max_running - (
            SELECT count(*) FROM run_task b
            WHERE b.run_no = r.run_no AND b.finished_at IS NULL AND b.state = 'RUNNING' AND b.leased_until > now()))
          END AS room,
          coalesce((
            SELECT c.last FROM unnest($3::int4[], $4::int4[]) AS c (run_no, last) WHERE c.run_no = r.run_no), 0) AS last
      ) s
      CROSS JOIN LATERAL (
        SELECT * FROM run_task o
        WHERE o.run_no = r.run_no AND o.task_no > s.last AND o.finished_at IS NULL
          AND CASE WHEN o.state = 'RUNNING' THEN o.leased_until ELSE o.not_before END <= now()
        ORDER BY o.task_no LIMIT s.room FOR UPDATE SKIP LOCKED
      ) t
      LIMIT $1
      """,
      [
        .int8(Int64(limit)), .int4Array(limited), .int4Array(seen.map(\.key)),
        .int4Array(seen.map(\.value)),
      ]
    ).map { try StoredTask($0) }
  }

  /// "queu" in ASCII: the first key of advisory locks on runs with a limit.
  private static let limitLock = 1_903_523_189
}
