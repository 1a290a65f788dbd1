public import RunRecords

extension ResultStore {
  /// The results of one node in two runs; `nil` for the run that has none.
  public struct NodePair: Sendable, Hashable {
    public let key: NodeResult.Key
    public let a: NodeResult?
    public let b: NodeResult?
  }

  /// One page of the node results of two runs beside each other, in the order of `nodePage`.
  ///
  /// - Parameter key: Of the last pair of the page before.
  /// - Returns: Up to `limit` pairs, and whether more come after them.
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func nodePairs(
    _ a: RunID, _ b: RunID, filter: NodeFilter = NodeFilter(), after key: NodeResult.Key? = nil, limit: Int
  ) throws -> (pairs: [NodePair], hasMore: Bool) {
    guard let first = try tables(of: a), let second = try tables(of: b) else { return ([], false) }
    var parameters: [PostgresValue] = [.int4(first.run), .int4(second.run), .int8(Int64(limit) + 1)]
    let conditions = Self.conditions(filter, &parameters) + Self.condition(after: key, &parameters)
    // Each run gives its first rows after the key; the first rows of both together are among these.
    func rows(_ run: String) -> String {
      """
      (SELECT * FROM node_result WHERE run_no = \(run)\(conditions)
        ORDER BY \(Self.nodeOrder) LIMIT $3)
      """
    }
    var reasons = ReasonDocument()
    let pairs = try connection.query(
      """
      SELECT \(Self.nodeOrder), a."values", a.reasons, coalesce(a.position_count, 0), coalesce(a.gap_count, 0),
        b."values", b.reasons, coalesce(b.position_count, 0), coalesce(b.gap_count, 0),
        a.run_no IS NOT NULL, b.run_no IS NOT NULL
      FROM \(rows("$1")) a FULL JOIN \(rows("$2")) b USING (\(Self.nodeOrder))
      ORDER BY \(Self.nodeOrder) LIMIT $3
      """, parameters
    ).map { row in
      let key = try nodeKey(row)
      func result(_ column: Int) throws -> NodeResult {
        NodeResult(
          key: key,
          values: ScenarioValues(
            values: row.doubles(column), reasons: try reasons.reasons(row.optionalText(column + 1))),
          positionCount: row.int(column + 2), gapCount: row.int(column + 3))
      }
      return NodePair(key: key, a: row.bool(14) ? try result(6) : nil, b: row.bool(15) ? try result(10) : nil)
    }
    return (Array(pairs.prefix(limit)), pairs.count > limit)
  }
}
