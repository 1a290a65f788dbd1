import HTTPServing
import Ingestion
import Instruments
import PostgresStore
import RunRecords

extension InstrumentsService {
  /// Stores instrument records; a record that differs from the stored one becomes a new version of it.
  func putInstruments(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["partial"])
    let isPartial = try request.query.flag("partial")
    let (records, report) = try RecordImport<InstrumentRecord>.records(of: request)
    guard report.rejected == 0 || isPartial else {
      throw ProblemDetails.rejectedRows(report, of: InstrumentRecord.collectionName)
    }
    let versions = try environment.bulkDatabase.write { try InstrumentStore($0).put(records) }
    return try .document(StoredInstruments(newVersions: versions, rows: ImportView(report)))
  }

  /// The current version of an instrument.
  func getInstrument(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = request.pathParameter("instrument_id")
    let version = try environment.reading.read { try InstrumentStore($0).version(id: id) }
    guard let version else { throw ProblemDetails.missing("instrument", id) }
    return .json(rendered: Array(version.record.utf8)).tagged(EntityTag(opaque: version.versionHash))
  }

  private struct StoredInstruments: Encodable {
    let newVersions: Int
    let rows: ImportView
  }
}
