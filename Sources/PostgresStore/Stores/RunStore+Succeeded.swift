public import RunRecords

extension RunStore {
  /// A run that has succeeded and still has its results.
  ///
  /// - Parameter action: What it cannot be otherwise, such as `exported`.
  /// - Throws: `StoreError.notFound`, `wrongState`, or `removed`.
  public func succeeded(_ id: RunID, action: String) throws -> RunRecord {
    let run = try existing(id)
    if let removal = try removal(id) { throw StoreError.removed(removal) }
    guard run.state == .succeeded else {
      throw StoreError.wrongState(run: id, state: run.state, action: action)
    }
    return run
  }
}

extension RunStore {
  /// Names the results of a run: another text is other results. `nil` while there are none, or not any more.
  public func resultsVersion(_ id: RunID) throws -> String? {
    try connection.query(
      """
      SELECT concat_ws(' ', r.run_no, r.request_hash, \(SQLText.iso("r.finished_at")))
      FROM run r
      WHERE r.run_id = $1 AND r.state = 'SUCCEEDED' AND NOT EXISTS (SELECT FROM run_removal g WHERE g.run_no = r.run_no)
      """, [.text(id.text)]
    ).first?.text(0)
  }
}
