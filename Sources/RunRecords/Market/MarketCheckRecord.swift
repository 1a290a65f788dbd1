public import DatesAndConventions
public import MarketData

/// What checks have found in a market snapshot, and what people have decided.
public struct MarketCheckRecord: Sendable, Hashable, Codable {
  public let snapshotId: String
  public let valuationDate: CivilDate
  public let state: MarketReviewState
  /// The snapshot that it was compared with; `nil` where there was none.
  public let comparedWith: String?
  /// ISO 8601 UTC; `nil` where it was never checked.
  public let checkedAt: String?
  /// What was asked; `nil` where it was never checked.
  public let thresholds: MarketCheckThresholds?
  public let findings: [MarketFinding]
  /// The first first; the last one counts.
  public let reviews: [MarketReview]

  public init(
    snapshotId: String, valuationDate: CivilDate, state: MarketReviewState, comparedWith: String?,
    checkedAt: String?, thresholds: MarketCheckThresholds?, findings: [MarketFinding], reviews: [MarketReview]
  ) {
    self.snapshotId = snapshotId
    self.valuationDate = valuationDate
    self.state = state
    self.comparedWith = comparedWith
    self.checkedAt = checkedAt
    self.thresholds = thresholds
    self.findings = findings
    self.reviews = reviews
  }
}
