import HTTPServing
import MarketData
import PostgresStore
import RunRecords

extension MarketDataService {
  /// Stores a market document under its content hash: 201 when it is new, 200 when it is there already.
  func createMarketSnapshot(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let snapshot = try request.document(MarketSnapshot.self)
    try Self.check(snapshot)
    let upload = MarketUpload(by: request.author(nil))
    let (record, isNew) = try environment.database.write {
      try MarketSnapshotStore($0).put(snapshot, upload: upload, thresholds: environment.marketChecks)
    }
    return try .document(
      MarketSnapshotView(record), status: isNew ? .created : .ok,
      headers: ["Location": "/v1/marketdata/snapshots/\(record.id)"])
  }

  func listMarketSnapshots(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listMarketSnapshots"]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self)
    let found = try environment.reading.read {
      try MarketSnapshotStore($0).list(limit: limit + 1, before: before)
    }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      MarketSnapshotView($0)
    }
  }

  /// The document byte for byte as it is stored and hashed.
  func getMarketSnapshot(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.snapshotID()
    let document = try environment.reading.read { try MarketSnapshotStore($0).document(id: id) }
    guard let document else { throw ProblemDetails.missing("market snapshot", id) }
    return .json(rendered: Array(document.utf8), headers: ["Cache-Control": "private, immutable"])
      .tagged(EntityTag(opaque: id))
  }

  private static func check(_ snapshot: MarketSnapshot) throws(ProblemDetails) {
    guard (1...400).contains(snapshot.source.unicodeScalars.count), snapshot.source.isPlainText(upTo: 400)
    else {
      throw .unprocessable([
        .init(
          field: "source", message: "is not 1 to 400 characters without control characters",
          fix: "name the publisher of the data")
      ])
    }
    do throws(ScenarioMarketsError) {
      _ = try snapshot.zeroCurves()
    } catch {
      switch error {
      case .market(let error):
        throw .unprocessable(error.problems.map { .init(field: $0.path, sentence: $0.message) })
      case .curve(let error):
        let point = error.quote.map { ".points[\($0)]" } ?? ""
        throw .unprocessable([.init(field: "curves[\(error.curve)]\(point)", sentence: error.problem)])
      case .scenarios(let errors):
        preconditionFailure("curves without scenarios have no scenario errors: \(errors)")
      }
    }
  }
}
