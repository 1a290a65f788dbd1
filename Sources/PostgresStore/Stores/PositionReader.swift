import Instruments
public import RunRecords

/// Reads positions with their instruments, in ascending position number, without holding them all.
public struct PositionReader {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// The positions of a price task, in chunks.
  ///
  /// - Parameter chunk: The most positions in one call of `body`.
  public func forEachChunk(
    of claim: TaskClaim, chunk: Int, _ body: ([StoredPosition]) throws -> Void
  ) throws {
    guard let type = claim.productType else { return }
    let hashes = PositionBucket.hashes(of: claim.bucket, bucketCount: claim.bucketCount)
    try forEachChunk(
      "p.position_snapshot_no = $1 AND p.product_type = $2 AND p.bucket_hash BETWEEN $3 AND $4",
      [
        .int4(claim.positionSnapshotNumber), .text(type.rawValue), .int4(Int32(hashes.lowerBound)),
        .int4(Int32(hashes.upperBound)),
      ], chunk: chunk, body)
  }

  /// All positions of a snapshot, in chunks.
  public func forEachChunk(
    ofSnapshot number: Int32, chunk: Int, _ body: ([StoredPosition]) throws -> Void
  ) throws {
    try forEachChunk("p.position_snapshot_no = $1", [.int4(number)], chunk: chunk, body)
  }

  /// One position of a snapshot by its id; `nil` when there is none.
  public func position(id: String, inSnapshot number: Int32) throws -> StoredPosition? {
    var found: StoredPosition?
    try forEachChunk(
      "p.position_snapshot_no = $1 AND p.position_id = $2", [.int4(number), .text(id)], chunk: 1
    ) { found = $0.first }
    return found
  }

  private func forEachChunk(
    _ condition: String, _ parameters: [PostgresValue], chunk: Int, _ body: ([StoredPosition]) throws -> Void
  ) throws {
    precondition(chunk >= 1, "a chunk holds at least one position")
    var positions: [StoredPosition] = []
    try connection.forEachRow(
      """
      SELECT p.position_number, p.position_id, p.portfolio_id, i.instrument_id, p.quantity, p.mark_clean_price,
        p.spread_bp, p.reported_value, p.product_type, i.version_hash, i.terms
      FROM position p JOIN instrument i USING (instrument_no)
      WHERE \(condition) ORDER BY p.position_number
      """, parameters
    ) { row in
      positions.append(try stored(row))
      if positions.count == chunk {
        try body(positions)
        positions.removeAll(keepingCapacity: true)
      }
    }
    if !positions.isEmpty { try body(positions) }
  }

  private func stored(_ row: PostgresRow) throws -> StoredPosition {
    StoredPosition(
      number: row.int32(0),
      position: Position(
        id: row.text(1), portfolio: row.text(2), instrumentID: row.text(3), quantity: row.double(4),
        markCleanPrice: row.optionalDouble(5), spreadBasisPoints: row.optionalDouble(6),
        reportedValue: row.optionalDouble(7)),
      productType: try productType(row.text(8)), instrumentVersion: row.text(9),
      instrumentRecord: row.text(10))
  }
}
