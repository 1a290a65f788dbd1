import DatesAndConventions
import RunRecords

/// A market snapshot in listings.
struct MarketSnapshotView: Encodable {
  let snapshotId: String
  let valuationDate: String
  let source: String
  let createdAt: String
  let reviewState: MarketReviewState
  let findingCount: Int

  init(_ record: MarketSnapshotRecord) {
    snapshotId = record.id
    valuationDate = record.valuationDate.description
    source = record.source
    createdAt = record.createdAt
    reviewState = record.review
    findingCount = record.findingCount
  }
}

/// A position snapshot in listings.
struct PositionSnapshotView: Encodable {
  let snapshotId: String
  let asOf: String
  let source: String
  let positionCount: Int
  let createdAt: String

  /// - Parameter positionCount: In place of the snapshot's, for one who sees a part of it.
  init(_ record: PositionSnapshotRecord, positionCount: Int? = nil) {
    snapshotId = record.id
    asOf = record.asOf.description
    source = record.source
    self.positionCount = positionCount ?? record.positionCount
    createdAt = record.createdAt
  }
}
