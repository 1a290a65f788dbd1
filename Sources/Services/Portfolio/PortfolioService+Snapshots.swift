import DatesAndConventions
import HTTPServing
import Ingestion
import Instruments
import PostgresStore
import RunRecords

extension PortfolioService {
  /// Freezes positions as a snapshot: 201 when it is new, 200 when the same positions are there already.
  func createPositionSnapshot(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["as_of", "source", "partial"])
    let asOf = try request.query.date("as_of")
    let isPartial = try request.query.flag("partial")
    let source = try request.query.text("source", upTo: 400) ?? "api"
    let instruments = try referredInstruments(request)
    let counterparties = try environment.database.read { try CounterpartyStore($0).ids() }
    var (positions, report) = try RecordImport<Position>.records(of: request) {
      position throws(TermsError) in
      guard instruments[position.instrumentID] != nil else {
        throw TermsError(
          field: PositionField.instrumentID.name,
          message: "'\(position.instrumentID)' is not known; store the instrument first")
      }
      if let counterparty = position.counterpartyID, !counterparties.contains(counterparty) {
        throw TermsError(
          field: PositionField.counterpartyID.name,
          message: "'\(counterparty)' is not known; store the counterparty first")
      }
    }
    guard report.rejected == 0 || isPartial else {
      throw ProblemDetails.rejectedRows(report, of: Position.collectionName)
    }
    positions.sort { $0.id < $1.id }
    let (record, isNew) = try environment.bulkDatabase.write { connection in
      try PortfolioStore(connection).ensure(paths: Set(positions.map(\.portfolio)))
      return try PositionSnapshotStore(connection).put(
        asOf: asOf, source: source, positions: positions, instruments: instruments)
    }
    return try .document(
      StoredPositions(snapshot: PositionSnapshotView(record), rows: ImportView(report)),
      status: isNew ? .created : .ok, headers: ["Location": "/v1/positions/snapshots/\(record.id)"])
  }

  func listPositionSnapshots(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["as_of", "limit", "cursor"])
    let limit = try request.query.pageLimit()
    let asOf = try request.query.single("as_of") == nil ? nil : request.query.date("as_of")
    let listing = ["listPositionSnapshots", asOf?.description ?? ""]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self)
    let node = try request.node(nil)
    let (found, counts) = try environment.reading.read { connection in
      let store = PositionSnapshotStore(connection)
      let found = try store.list(limit: limit + 1, before: before, asOf: asOf)
      return (found, try node.map { try store.positionCounts(of: found, under: $0) })
    }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: { record in
      PositionSnapshotView(record, positionCount: counts.map { $0[record.number] ?? 0 })
    }
  }

  func getPositionSnapshot(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.snapshotID()
    let node = try request.node(nil)
    let (record, counts) = try environment.reading.read { connection in
      let store = PositionSnapshotStore(connection)
      let record = try store.record(id: id)
      return (
        record,
        try node.flatMap { node in try record.map { try store.positionCounts(of: [$0], under: node) } }
      )
    }
    guard let record else { throw ProblemDetails.missing("position snapshot", id) }
    // The id names the whole snapshot; what one sees of a part of it has no tag.
    guard let counts else {
      return try .document(PositionSnapshotView(record), headers: ["Cache-Control": "private, immutable"])
        .tagged(EntityTag(opaque: id))
    }
    return try .document(PositionSnapshotView(record, positionCount: counts[record.number] ?? 0))
  }

  /// The current versions of the instruments that the body's positions refer to; reads the body once for them alone.
  private func referredInstruments(_ request: HTTPRequest) throws -> [String: InstrumentReference] {
    let ids = Set(try RecordImport<Position>.records(of: request).records.map(\.instrumentID))
    return try environment.database.read { try InstrumentStore($0).current(ids: ids.sorted()) }
  }

  private struct StoredPositions: Encodable {
    let snapshot: PositionSnapshotView
    let rows: ImportView
  }
}
