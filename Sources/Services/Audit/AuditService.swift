import AuditTrail
import DatesAndConventions
import HTTPServing
import PostgresStore
import RunReports

/// The audit trail, for reading.
struct AuditService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      Route(.get, "/v1/audit", operationID: "listAuditRecords", handler: listRecords),
      Route(
        .get, "/v1/audit/export", operationID: "exportAuditRecords", timeout: ResultsService.exportTimeout,
        handler: exportRecords),
      Route(.get, "/v1/audit/head", operationID: "getAuditHead", handler: getHead),
      Route(
        .get, "/v1/audit/verification", operationID: "verifyAuditTrail", timeout: BulkLoad.timeout,
        handler: verify),
    ]
  }

  func listRecords(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = request.query
    try query.refuseNames(outside: Self.filters.union(["limit", "cursor"]))
    let filter = try Self.filter(query)
    let limit = try query.pageLimit()
    let listing = [
      "listAuditRecords", filter.actor ?? "", filter.action ?? "", filter.objectID ?? "",
      filter.from.map { "\($0)" } ?? "", filter.until.map { "\($0)" } ?? "",
    ]
    let before = try PageCursor(query, listing: listing, count: 1)?.integer(0, Int64.self)
    let found = try environment.auditDatabase.read {
      try AuditStore($0).list(filter, limit: limit + 1, before: before)
    }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.sequence)]
    } view: {
      $0
    }
  }

  /// Records as a file.
  func exportRecords(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Self.filters.union(["format"]))
    let format = try request.query.exportFormat()
    return try environment.export(
      AuditExport(filter: try Self.filter(request.query)), as: format, named: "audit",
      about: ExportAbout.runs(exportedAt: environment.timestamp, program: environment.codeVersion),
      from: environment.auditDatabase, for: request)
  }

  /// Reads the whole trail and computes every hash anew, and holds it against a head that was kept elsewhere.
  func verify(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["sequence", "hash"])
    let kept = try Self.keptHead(request.query)
    return try environment.reportSlots.use {
      do {
        let head = try environment.auditDatabase.read { try AuditStore($0).verify(kept: kept) }
        return try .document(AuditVerification(head: head, headsChecked: kept.count))
      } catch let fault as AuditFault {
        return try .document(AuditVerification(fault, headsChecked: kept.count))
      }
    }
  }

  private static let filters: Set = ["who", "what", "object", "from", "to"]

  private static func filter(_ query: QueryItems) throws(ProblemDetails) -> AuditFilter {
    var filter = AuditFilter()
    filter.actor = try query.text("who", upTo: 200)
    filter.action = try query.text("what", upTo: 100)
    filter.objectID = try query.text("object", upTo: 300)
    filter.from = try query.optionalDate("from")?.beginning
    filter.until = try query.optionalDate("to")?.adding(days: 1).beginning
    return filter
  }

  /// The head that a query holds the trail against; none where it names none.
  private static func keptHead(_ query: QueryItems) throws(ProblemDetails) -> [AuditHead] {
    guard let hash = try query.single("hash") else {
      guard try query.single("sequence") == nil else {
        throw .unprocessable([
          .init(field: "hash", message: "is missing", fix: "send both of a kept head, or neither")
        ])
      }
      return []
    }
    guard hash.utf8.count == 64, hash.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
      throw .invalid(
        parameter: "hash", message: "is not the hash of a record", fix: "send 64 lower-case hex digits")
    }
    guard let text = try query.single("sequence") else {
      throw .unprocessable([
        .init(field: "sequence", message: "is missing", fix: "send both of a kept head, or neither")
      ])
    }
    guard let sequence = Int64(text), sequence > 0 else {
      throw .invalid(
        parameter: "sequence", message: "is not the number of a record",
        fix: "send that of the kept head, 1 or more")
    }
    return [AuditHead(sequence: sequence, hash: hash, time: "")]
  }

  func getHead(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    return try .document(try environment.auditDatabase.read { try AuditStore($0).head() })
  }
}
