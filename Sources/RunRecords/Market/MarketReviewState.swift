/// Whether runs may use a market snapshot, as far as it was looked at.
public enum MarketReviewState: String, Sendable, Hashable, Codable, CaseIterable {
  /// Stored before snapshots were checked.
  case unchecked = "UNCHECKED"
  /// Checked, and nothing was found.
  case clear = "CLEAR"
  /// Something was found that nobody has decided on yet.
  case pending = "PENDING"
  /// Somebody has looked at what was found and lets runs use it.
  case accepted = "ACCEPTED"
  /// Somebody keeps runs from using it.
  case rejected = "REJECTED"

  /// Whether a run may use the snapshot.
  public var isUsable: Bool {
    switch self {
    case .unchecked, .clear, .accepted: true
    case .pending, .rejected: false
    }
  }
}
