import RunRecords

/// The partitions that hold a run's results and its positions.
///
/// Statements name them, not their parents: the planner's statistics are those of partitions, and a statement on a parent
/// has to lock and step over every run there is.
struct ResultTables {
  let run: Int32
  let positionSnapshot: Int32

  var results: String { "valuation_result_\(run)" }
  var cashFlows: String { "cashflow_schedule_\(run)" }
  var positions: String { "position_\(positionSnapshot)" }
  /// Says nothing new of the partition of positions `p`, but is how its key begins.
  var keyOfPositions: String { "p.position_snapshot_no = \(positionSnapshot)" }
}

extension ResultStore {
  /// Where the results of a run are; `nil` until it has succeeded.
  ///
  /// - Throws: `StoreError.notFound` for an unknown run, `removed` for one whose results are gone.
  func tables(of run: RunID) throws -> ResultTables? {
    let rows = try connection.query(
      """
      SELECT r.run_no, r.position_snapshot_no, r.state, EXISTS (SELECT FROM run_removal g WHERE g.run_no = r.run_no)
      FROM run r WHERE r.run_id = $1
      """, [.text(run.text)])
    guard let row = rows.first else { throw StoreError.notFound(kind: "run", id: run.text) }
    if row.bool(3), let removal = try RunStore(connection).removal(run) { throw StoreError.removed(removal) }
    guard try RunStore.state(row.text(2)) == .succeeded else { return nil }
    return ResultTables(run: row.int32(0), positionSnapshot: row.int32(1))
  }
}
