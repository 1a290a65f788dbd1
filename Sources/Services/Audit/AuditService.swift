import AuditTrail
import DatesAndConventions
import HTTPServing
import PostgresStore

/// The audit trail, for reading.
struct AuditService: Sendable {
  let environment: ServiceEnvironment

  var routes: [Route] {
    [
      Route(.get, "/v1/audit", operationID: "listAuditRecords", handler: listRecords),
      Route(.get, "/v1/audit/head", operationID: "getAuditHead", handler: getHead),
    ]
  }

  func listRecords(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = request.query
    try query.refuseNames(outside: ["who", "what", "object", "from", "to", "limit", "cursor"])
    var filter = AuditFilter()
    filter.actor = try query.text("who", upTo: 200)
    filter.action = try query.text("what", upTo: 100)
    filter.objectID = try query.text("object", upTo: 300)
    filter.from = try query.day("from")?.beginning
    filter.until = try query.day("to")?.adding(days: 1).beginning
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

  func getHead(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    return try .document(try environment.auditDatabase.read { try AuditStore($0).head() })
  }
}

extension QueryItems {
  /// A day written `YYYY-MM-DD`, `nil` where the query does not have it.
  fileprivate func day(_ name: String) throws(ProblemDetails) -> CivilDate? {
    try single(name) == nil ? nil : try date(name)
  }
}
