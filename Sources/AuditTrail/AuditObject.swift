/// What something was done to.
public struct AuditObject: Sendable, Hashable {
  /// Such as `run` or `schedule`; empty where it was done to nothing in particular.
  public let kind: String
  public let id: String

  public init(kind: String, id: String) {
    self.kind = kind
    self.id = id
  }

  public static let none = AuditObject(kind: "", id: "")
}
