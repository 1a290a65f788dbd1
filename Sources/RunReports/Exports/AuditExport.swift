public import AuditTrail
import DatesAndConventions
import PostgresStore

/// Records of the audit trail, newest first, with all that their hashes are made of.
public struct AuditExport: RunExport {
  private static let rowsOfAPage = 1_000
  private let filter: AuditFilter

  public init(filter: AuditFilter) { self.filter = filter }

  public var name: String { "Audit trail" }

  public var columns: [String] {
    [
      "sequence", "time", "actor", "authenticated_by", "action", "object_kind", "object_id", "outcome",
      "request_id", "client_address", "details", "previous_hash", "hash",
    ]
  }

  public var filters: [ExportTable.About] {
    ExportAbout.filters([
      ("who", filter.actor), ("what", filter.action), ("object", filter.objectID),
      ("from", filter.from.map(AuditTime.text)), ("before", filter.until.map(AuditTime.text)),
    ])
  }

  public func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws {
    var before: Int64?
    while true {
      let page = try database.read {
        try AuditStore($0).list(filter, limit: Self.rowsOfAPage, before: before)
      }
      for record in page {
        let event = record.event
        try body([
          .integer(Int(record.sequence)), .text(AuditTime.text(event.time)), .text(event.actor.name),
          .text(event.actor.authenticatedBy), .text(event.action), .text(event.object.kind),
          .text(event.object.id), .text(event.outcome), .text(event.requestID), .text(event.clientAddress),
          .text(event.details), .text(record.previousHash), .text(record.hash),
        ])
      }
      guard page.count == Self.rowsOfAPage else { return }
      before = page.last?.sequence
    }
  }
}
