public import AuditTrail

/// Whether the audit trail is the one that was written, over HTTP and from `tenor audit verify --json`.
public struct AuditVerification: Encodable {
  /// The end of the trail; `nil` where something is wrong.
  public let head: AuditHead?
  /// Heads kept elsewhere that the trail was held against.
  public let headsChecked: Int
  /// The last record that is in a file, 0 for none; `nil` where nobody asked.
  public let archived: Int64?
  /// Whether the files were checked, too.
  public let archiveChecked: Bool?
  public let fault: Fault?

  public struct Fault: Encodable {
    let kind: String
    /// The first record that is wrong.
    let sequence: Int64
    let message: String
  }

  public init(head: AuditHead, headsChecked: Int, archived: Int64? = nil, archiveChecked: Bool? = nil) {
    self.head = head
    self.headsChecked = headsChecked
    self.archived = archived
    self.archiveChecked = archiveChecked
    fault = nil
  }

  public init(_ fault: AuditFault, headsChecked: Int) {
    head = nil
    archived = nil
    archiveChecked = nil
    self.headsChecked = headsChecked
    self.fault = Fault(kind: fault.kind, sequence: fault.sequence, message: fault.description)
  }
}
