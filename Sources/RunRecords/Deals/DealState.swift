/// How far a version of a deal has come.
public enum DealState: String, Sendable, Codable, CaseIterable, Hashable {
  /// Stored as it was sent.
  case uploaded = "UPLOADED"
  /// Its cash was found to pass through the waterfall under every trial.
  case validated = "VALIDATED"
  /// Another person than its author lets runs use it.
  case approved = "APPROVED"
  /// A run has used it.
  case active = "ACTIVE"
  /// New runs no longer use it; runs that did still have it.
  case archived = "ARCHIVED"
  case rejected = "REJECTED"

  /// Whether new runs may use it.
  public var servesRuns: Bool { self == .approved || self == .active }

  /// The states that may come next.
  public var next: [DealState] {
    switch self {
    case .uploaded: [.validated, .rejected]
    case .validated: [.approved, .rejected]
    case .approved: [.active, .archived]
    case .active: [.archived]
    case .archived, .rejected: []
    }
  }
}
