import DatesAndConventions
import Instruments
import RunRecords

/// Writes the rows of a position snapshot and hashes them.
struct PositionRows {
  static let columns = [
    "position_snapshot_no", "position_number", "instrument_no", "bucket_hash", "quantity",
    "mark_clean_price", "spread_bp", "reported_value", "position_id", "portfolio_id", "product_type",
    "counterparty_id",
  ]

  /// The portfolios of all rows.
  private(set) var portfolios: Set<String> = []
  /// The counterparties that rows name.
  private(set) var counterparties: Set<String> = []
  private let snapshot: Int32
  private var builder = PositionSnapshotBuilder()
  private var number: Int32 = 0

  init(snapshot: Int32) { self.snapshot = snapshot }

  /// Writes the next position. Ids ascend.
  mutating func write(_ held: HeldPosition, to copy: inout BinaryCopyWriter) throws {
    let position = held.position
    do throws(TermsError) {
      try builder.append(position, instrumentVersion: held.instrument.versionHash)
    } catch {
      throw StoreError.invalidRow(id: position.id, field: error.field, message: error.message)
    }
    portfolios.insert(position.portfolio)
    if let counterparty = position.counterpartyID { counterparties.insert(counterparty) }
    try copy.beginRow()
    try copy.write(snapshot)
    try copy.write(number)
    try copy.write(held.instrument.number)
    try copy.write(Int32(PositionBucket.hash(ofNumber: number)))
    try copy.write(position.quantity)
    try copy.write(position.markCleanPrice)
    try copy.write(position.spreadBasisPoints)
    try copy.write(position.reportedValue)
    try copy.write(position.id)
    try copy.write(position.portfolio)
    try copy.write(held.instrument.productType.rawValue)
    try copy.write(position.counterpartyID)
    number += 1
  }

  /// The snapshot's document; call it once, after the last row.
  mutating func document(asOf: CivilDate) -> PositionSnapshotDocument { builder.finish(asOf: asOf) }
}
