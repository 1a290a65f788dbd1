import HTTPServing
import JSONDocuments
import PostgresStore
import RunRecords

extension InstrumentsService {
  /// Every version of an instrument, the one stored last first.
  func listInstrumentVersions(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let id = request.pathParameter("instrument_id")
    let limit = try request.query.pageLimit()
    let listing = ["listInstrumentVersions", id]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self)
    let found = try environment.reading.read {
      try InstrumentStore($0).versions(of: id, before: before, limit: limit + 1)
    }
    guard !found.isEmpty || before != nil else { throw ProblemDetails.missing("instrument", id) }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      try VersionView($0)
    }
  }

  /// One version, byte for byte as it is stored and hashed.
  func getInstrumentVersion(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = request.pathParameter("instrument_id")
    let hash = request.pathParameter("version_hash")
    guard ContentID.isValid("sha256:" + hash) else {
      throw ProblemDetails.invalid(
        parameter: "version_hash", message: "is not a version", fix: "write 64 lower-case hexadecimal digits")
    }
    let version = try environment.reading.read { try InstrumentStore($0).version(id: id, versionHash: hash) }
    guard let version else { throw ProblemDetails.missing("version of '\(id)'", hash) }
    return .json(rendered: Array(version.record.utf8), headers: ["Cache-Control": "private, immutable"])
      .tagged(EntityTag(opaque: hash))
  }

  /// The versions of an instrument that a run's positions are in: one, unless the book was put together by hand.
  func listRunInstrumentVersions(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    try request.requireWholeTree()
    let run = try request.runID()
    let id = request.pathParameter("instrument_id")
    let used = try environment.reading.read { connection in
      let record = try RunStore(connection).existing(run)
      let snapshots = PositionSnapshotStore(connection)
      return try InstrumentStore(connection).versions(
        of: id, inSnapshot: snapshots.existing(record.positionSnapshotID).number)
    }
    guard !used.isEmpty else {
      throw ProblemDetails.notFound("Run \(run) has no position in instrument '\(id)'.")
    }
    return try .document(
      UsedVersions(
        runId: run.text,
        items: try used.map {
          UsedVersion(positionCount: $0.positionCount, version: try VersionView($0.version))
        }))
  }

  private struct UsedVersions: Encodable {
    let runId: String
    let items: [UsedVersion]
  }

  private struct UsedVersion: Encodable {
    let positionCount: Int
    let version: VersionView
  }

  private struct VersionView: Encodable {
    let versionHash: String
    let isCurrent: Bool
    let createdAt: String
    /// The record as stored.
    let record: JSONValue

    init(_ stored: InstrumentStore.StoredVersion) throws {
      versionHash = stored.version.versionHash
      isCurrent = stored.isCurrent
      createdAt = stored.createdAt
      record = try JSONDocument.parse(stored.version.record)
    }
  }
}
