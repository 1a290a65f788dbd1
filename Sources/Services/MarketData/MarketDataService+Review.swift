import AccessControl
import HTTPServing
import PostgresStore
import RunRecords

extension MarketDataService {
  /// What checks have found in a snapshot, and what people have decided.
  func getFindings(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.snapshotID()
    return try .document(
      try environment.database.read { try MarketCheckStore($0).record(id) },
      headers: ["Cache-Control": "no-store"])
  }

  /// Lets runs use a snapshot with findings, or keeps them from it.
  func review(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.snapshotID()
    let input = try request.document(ReviewInput.self)
    let person = try request.person(input.reviewedBy, field: "reviewed_by")
    try ProblemDetails.requireText(input.comment, field: "comment", upTo: 1_000)
    let duties = environment.access.duties
    let record = try environment.database.write {
      try MarketCheckStore($0).review(id, input.decision, by: person, comment: input.comment) {
        guard duties.mayReview(person, broughtBy: $0) else { throw ProblemDetails.ownMarket(person) }
        return true
      }
    }
    return try .document(record)
  }

  /// Where a snapshot comes from, and which runs use it.
  func getLineage(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.snapshotID()
    return try .document(
      try environment.database.read { try MarketCheckStore($0).lineage(id) },
      headers: ["Cache-Control": "no-store"])
  }

  private struct ReviewInput: Decodable {
    let decision: MarketReview.Decision
    let comment: String
    /// Asked for on an open server only; elsewhere it is who has signed in.
    let reviewedBy: String?
  }
}
