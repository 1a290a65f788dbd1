public import RunRecords

extension RunStore {
  /// Runs that a policy no longer keeps, oldest first: neither young nor among the last, at rest and with results.
  ///
  /// - Parameters:
  ///   - days: Runs that ended, or failed ones that were made, within so many days are kept.
  ///   - last: So many of the newest runs that succeeded are kept, however old.
  ///   - includesPublished: Whether published runs may be among them.
  public func expired(keepingDays days: Int, last: Int, includesPublished: Bool) throws -> [RunRecord] {
    try connection.query(
      """
      SELECT r.run_id FROM run r
      WHERE r.state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
        AND coalesce(r.finished_at, r.created_at) < now() - make_interval(days => $1)
        AND NOT EXISTS (SELECT FROM run_removal g WHERE g.run_no = r.run_no)
        AND ($3 OR NOT EXISTS (SELECT FROM published_run p WHERE p.run_no = r.run_no))
        AND r.run_no NOT IN (
          SELECT n.run_no FROM run n
          WHERE n.state = 'SUCCEEDED' AND NOT EXISTS (SELECT FROM run_removal g WHERE g.run_no = n.run_no)
          ORDER BY n.run_no DESC LIMIT $2)
      ORDER BY r.run_no
      """, [.int4(Int32(days)), .int8(Int64(last)), .bool(includesPublished)]
    ).compactMap { try record(id: RunStore.id($0.text(0))) }
  }
}
