public import DatesAndConventions

/// A stored market snapshot, without its document.
public struct MarketSnapshotRecord: Sendable, Hashable {
  public let number: Int32
  /// Content hash of the document.
  public let id: String
  public let valuationDate: CivilDate
  public let source: String
  /// ISO 8601 UTC.
  public let createdAt: String
  /// Whether runs may use it.
  public let review: MarketReviewState
  /// What there is to be looked at in it.
  public let findingCount: Int

  public init(
    number: Int32, id: String, valuationDate: CivilDate, source: String, createdAt: String,
    review: MarketReviewState = .unchecked, findingCount: Int = 0
  ) {
    self.number = number
    self.id = id
    self.valuationDate = valuationDate
    self.source = source
    self.createdAt = createdAt
    self.review = review
    self.findingCount = findingCount
  }
}

/// A stored position snapshot, without its positions.
public struct PositionSnapshotRecord: Sendable, Hashable {
  public let number: Int32
  /// Content hash of the manifest, which names the hash of the positions.
  public let id: String
  public let asOf: CivilDate
  public let source: String
  public let positionCount: Int
  /// ISO 8601 UTC.
  public let createdAt: String

  public init(
    number: Int32, id: String, asOf: CivilDate, source: String, positionCount: Int, createdAt: String
  ) {
    self.number = number
    self.id = id
    self.asOf = asOf
    self.source = source
    self.positionCount = positionCount
    self.createdAt = createdAt
  }
}
