import Instruments
public import RunRecords

extension PositionSnapshotStore {
  /// The positions that two snapshots have differently, in ascending id.
  ///
  /// Both are read from `id` to their ends, side by side in order of id.
  ///
  /// - Parameters:
  ///   - kind: Only these.
  ///   - id: Only positions after this one.
  public func differences(
    before: Int32, after: Int32, kind: PositionDifference.Kind? = nil, beyond id: String? = nil, limit: Int
  ) throws -> [PositionDifference] {
    let added = "a.position_number IS NULL"
    let removed = "b.position_number IS NULL"
    let resized = "a.quantity <> b.quantity"
    let changed = """
      (a.quantity = b.quantity AND (a.portfolio_id, a.instrument_no, a.mark_clean_price, a.spread_bp, a.reported_value,
        a.counterparty_id) IS DISTINCT FROM (b.portfolio_id, b.instrument_no, b.mark_clean_price, b.spread_bp,
        b.reported_value, b.counterparty_id))
      """
    let condition =
      switch kind {
      case .added: added
      case .removed: removed
      case .resized: resized
      case .changed: changed
      case nil: [added, removed, resized, changed].joined(separator: " OR ")
      }
    func columns(_ side: String) -> String {
      """
      \(side).position_id, \(side).portfolio_id, \(side)i.instrument_id, \(side).quantity, \(side).mark_clean_price,
        \(side).spread_bp, \(side).reported_value, \(side).counterparty_id, \(side).product_type, \(side)i.currency,
        \(side)i.version_hash
      """
    }
    // The number of the snapshot stands first in the key by id; naming it lets both sides be read in that order.
    return try connection.query(
      """
      SELECT \(columns("a")), \(columns("b"))
      FROM (SELECT * FROM position_\(before) WHERE position_snapshot_no = \(before) AND position_id > $1) a
      FULL JOIN (SELECT * FROM position_\(after) WHERE position_snapshot_no = \(after) AND position_id > $1) b
        ON a.position_id = b.position_id
      LEFT JOIN instrument ai ON ai.instrument_no = a.instrument_no
      LEFT JOIN instrument bi ON bi.instrument_no = b.instrument_no
      WHERE \(condition)
      ORDER BY coalesce(a.position_id, b.position_id) LIMIT $2
      """, [.text(id ?? ""), .int8(Int64(limit))]
    ).map { row in
      PositionDifference(before: try side(row, from: 0), after: try side(row, from: 11))
    }
  }

  private func side(_ row: PostgresRow, from first: Int) throws -> PositionDifference.Side? {
    guard let id = row.optionalText(first) else { return nil }
    return PositionDifference.Side(
      position: Position(
        id: id, portfolio: row.text(first + 1), instrumentID: row.text(first + 2),
        quantity: row.double(first + 3),
        markCleanPrice: row.optionalDouble(first + 4), spreadBasisPoints: row.optionalDouble(first + 5),
        reportedValue: row.optionalDouble(first + 6), counterpartyID: row.optionalText(first + 7)),
      productType: try productType(row.text(first + 8)), currency: row.text(first + 9),
      instrumentVersion: row.text(first + 10))
  }
}
