public import AuditTrail

/// Whether the audit trail is the one that was written, over HTTP and from `tenor audit verify --json`.
public struct AuditVerification: Encodable {
  /// The end of the trail; `nil` where something is wrong.
  public let head: AuditHead?
  /// Heads kept elsewhere that the trail was held against.
  public let headsChecked: Int
  public let fault: Fault?

  public struct Fault: Encodable {
    let kind: String
    /// The first record that is wrong.
    let sequence: Int64
    let message: String
  }

  public init(head: AuditHead, headsChecked: Int) {
    self.head = head
    self.headsChecked = headsChecked
    fault = nil
  }

  public init(_ fault: AuditFault, headsChecked: Int) {
    head = nil
    self.headsChecked = headsChecked
    self.fault = Fault(kind: fault.kind, sequence: fault.sequence, message: fault.description)
  }
}
