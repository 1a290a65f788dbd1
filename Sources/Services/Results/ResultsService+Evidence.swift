import AccessControl
import HTTPServing
import PostgresStore
import RunReports

extension ResultsService {
  /// The evidence of a run as one archive.
  func getEvidence(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    _ = try environment.reading.read { try RunStore($0).existing(id) }
    if let scope = request.signedIn.scope {
      throw ProblemDetails(
        status: .forbidden, kind: "outside-scope", title: "Outside the portfolio node",
        detail: "Evidence is of the whole run, and you see \(scope.node) and what is below it.")
    }
    return try environment.reportSlots.use {
      let output = ByteOutput()
      try environment.bulkDatabase.read { try RunEvidence(of: id, $0) }.write(to: output)
      return .bytes(
        output.collected, contentType: "application/zip",
        headers: [
          "Content-Disposition": "attachment; filename=\"\(id)-evidence.zip\"",
          "Cache-Control": "private, no-cache",
        ]
      ).tagged(EntityTag(hashing: output.collected))
    }
  }
}
