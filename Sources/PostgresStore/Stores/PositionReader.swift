import DatesAndConventions
import Instruments
public import RiskAnalytics
public import RunRecords

/// Reads positions with their instruments, in ascending position number, without holding them all.
public struct PositionReader {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// All positions of a price task.
  public func positions(of claim: TaskClaim) throws -> [StoredPosition] {
    guard let task = condition(of: claim) else { return [] }
    return try connection.query(select(where: task.condition), task.parameters).map(stored)
  }

  /// The positions of a price task, a part at a time, within a transaction of the caller's.
  ///
  /// Only one part is held at a time, and `body` may use the connection.
  ///
  /// - Parameter count: The most positions in one call of `body`.
  public func forEachPart(of claim: TaskClaim, count: Int, _ body: ([StoredPosition]) throws -> Void) throws {
    precondition(count >= 1, "a part holds at least one position")
    precondition(connection.isInTransaction, "parts are read within a transaction")
    guard let task = condition(of: claim) else { return }
    try connection.query(
      "DECLARE task_positions NO SCROLL CURSOR FOR \(select(where: task.condition))", task.parameters)
    while true {
      let rows = try connection.query("FETCH \(count) FROM task_positions")
      if rows.isEmpty { break }
      try body(rows.map(stored))
    }
    try connection.execute("CLOSE task_positions")
  }

  private func condition(of claim: TaskClaim) -> (condition: String, parameters: [PostgresValue])? {
    guard let type = claim.productType else { return nil }
    let hashes = PositionBucket.hashes(of: claim.bucket, bucketCount: claim.bucketCount)
    return (
      "p.position_snapshot_no = $1 AND p.product_type = $2 AND p.bucket_hash BETWEEN $3 AND $4",
      [
        .int4(claim.positionSnapshotNumber), .text(type.rawValue), .int4(Int32(hashes.lowerBound)),
        .int4(Int32(hashes.upperBound)),
      ]
    )
  }

  /// All positions of a snapshot, in chunks.
  public func forEachChunk(
    ofSnapshot number: Int32, chunk: Int, _ body: ([StoredPosition]) throws -> Void
  ) throws {
    try forEachChunk("p.position_snapshot_no = $1", [.int4(number)], chunk: chunk, body)
  }

  /// The positions of a node and all below it, or of the whole snapshot, in ascending position number.
  ///
  /// - Parameter limit: The most that are read.
  public func positions(ofSnapshot number: Int32, under node: String?, limit: Int) throws -> [StoredPosition]
  {
    let condition = node == nil ? "" : " AND " + PortfolioStore.isUnder("p.portfolio_id", node: "$3")
    return try connection.query(
      "\(select(where: "p.position_snapshot_no = $1\(condition)")) LIMIT $2",
      [.int4(number), .int8(Int64(limit))] + (node.map { [.text($0)] } ?? [])
    ).map(stored)
  }

  /// One position of a snapshot by its id; `nil` when there is none.
  public func position(id: String, inSnapshot number: Int32) throws -> StoredPosition? {
    var found: StoredPosition?
    try forEachChunk(
      "p.position_snapshot_no = $1 AND p.position_id = $2", [.int4(number), .text(id)], chunk: 1
    ) { found = $0.first }
    return found
  }

  /// The positions of a snapshot that have one of `ids`, in ascending number.
  public func positions(ids: [String], inSnapshot number: Int32) throws -> [StoredPosition] {
    try connection.query(
      select(where: "p.position_snapshot_no = $1 AND p.position_id = ANY ($2)"),
      [.int4(number), .textArray(ids)]
    ).map(stored)
  }

  /// Where the results of each position of a snapshot add up, by position number from 0 on.
  public func holdings(ofSnapshot number: Int32) throws -> [RollUp.Holding] {
    var holdings: [RollUp.Holding] = []
    try connection.forEachRow(
      """
      SELECT p.portfolio_id, p.product_type, i.currency FROM position_\(number) p JOIN instrument i USING (instrument_no)
      ORDER BY p.position_number
      """
    ) { row in
      guard let currency = Currency(row.text(2)) else {
        throw StoreError.unreadable("'\(row.text(2))' is not a currency")
      }
      holdings.append(
        RollUp.Holding(portfolio: row.text(0), productType: try productType(row.text(1)), currency: currency))
    }
    return holdings
  }

  private func forEachChunk(
    _ condition: String, _ parameters: [PostgresValue], chunk: Int, _ body: ([StoredPosition]) throws -> Void
  ) throws {
    precondition(chunk >= 1, "a chunk holds at least one position")
    var positions: [StoredPosition] = []
    try connection.forEachRow(select(where: condition), parameters) { row in
      positions.append(try stored(row))
      if positions.count == chunk {
        try body(positions)
        positions.removeAll(keepingCapacity: true)
      }
    }
    if !positions.isEmpty { try body(positions) }
  }

  private func select(where condition: String) -> String {
    """
    SELECT p.position_number, p.position_id, p.portfolio_id, i.instrument_id, p.quantity, p.mark_clean_price,
      p.spread_bp, p.reported_value, p.product_type, i.version_hash, i.terms, i.currency,
      p.counterparty_id
    FROM position p JOIN instrument i USING (instrument_no)
    WHERE \(condition) ORDER BY p.position_number
    """
  }

  private func stored(_ row: PostgresRow) throws -> StoredPosition {
    StoredPosition(
      number: row.int32(0),
      position: Position(
        id: row.text(1), portfolio: row.text(2), instrumentID: row.text(3), quantity: row.double(4),
        markCleanPrice: row.optionalDouble(5), spreadBasisPoints: row.optionalDouble(6),
        reportedValue: row.optionalDouble(7), counterpartyID: row.optionalText(12)),
      productType: try productType(row.text(8)), currency: row.text(11), instrumentVersion: row.text(9),
      instrumentRecord: row.text(10))
  }
}
