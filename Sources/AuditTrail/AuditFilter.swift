/// Which records are wanted; what is `nil` does not matter.
public struct AuditFilter: Sendable, Hashable {
  public var actor: String?
  public var action: String?
  public var objectID: String?
  /// Milliseconds since 1970-01-01 UTC, this one included.
  public var from: Int64?
  /// Milliseconds since 1970-01-01 UTC, this one left out.
  public var until: Int64?

  public init() {}
}
