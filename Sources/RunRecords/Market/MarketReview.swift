/// What a person has decided about a market snapshot. The last one counts.
public struct MarketReview: Sendable, Hashable, Codable {
  public enum Decision: String, Sendable, Hashable, Codable, CaseIterable {
    case accepted = "ACCEPTED"
    case rejected = "REJECTED"
  }

  public let decision: Decision
  public let reviewedBy: String
  public let comment: String
  /// ISO 8601 UTC.
  public let reviewedAt: String

  public init(decision: Decision, reviewedBy: String, comment: String, reviewedAt: String) {
    self.decision = decision
    self.reviewedBy = reviewedBy
    self.comment = comment
    self.reviewedAt = reviewedAt
  }
}
