import HTTPServing
import JSONDocuments
import PostgresStore
import RunRecords
import RunReports

extension IngestionService {
  func listImports(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listImports"]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self)
    let found = try environment.database.write { connection in
      let store = ImportStore(connection)
      try store.settleBroken()
      return try store.list(limit: limit + 1, before: before)
    }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      ImportRecordView($0)
    }
  }

  func getImport(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    return try .document(
      ImportRecordView(try record(try request.importNumber())), headers: ["Cache-Control": "no-store"])
  }

  /// Sends the import at once and whenever it changes, and ends with it.
  func streamImport(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let number = try request.importNumber()
    let first = try record(number)
    if first.state.isFinal, request.lastEventID == first.eventID { return HTTPResponse(status: .noContent) }
    return .events(
      EventStream(startingAt: request.lastEventID) { [self] seen in
        let record = try record(number)
        guard record.eventID != seen else { return record.state.isFinal ? .finished([]) : .events([]) }
        seen = record.eventID
        let data = try CanonicalJSON.encode(ImportRecordView(record))
        let event = ServerSentEvent(id: record.eventID, event: "import", data: data)
        return record.state.isFinal ? .finished([event]) : .events([event])
      })
  }

  func listRejections(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let number = try request.importNumber()
    let listing = ["listImportRejections", String(number)]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self) ?? 0
    let found = try environment.database.read { connection in
      let store = ImportStore(connection)
      _ = try store.record(number)
      return try store.rejections(of: number, limit: limit + 1, after: after)
    }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      $0
    }
  }

  /// The rejections that are kept as a file.
  func exportRejections(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["format"])
    let format = try request.query.exportFormat()
    let number = try request.importNumber()
    let record = try record(number)
    return try environment.export(
      ImportRejectionsExport(number), as: format, named: "import-\(number)-rejections",
      about: [
        ExportTable.About("import_id", record.id), ExportTable.About("file", record.file.name),
        ExportTable.About("file_sha256", record.file.sha256),
        ExportTable.About("rejected", String(record.counts.rejected)),
        ExportTable.About("exported_at", environment.timestamp),
      ], for: request)
  }

  /// An import as it is now; one that was broken off has failed.
  private func record(_ number: Int32) throws -> ImportRecord {
    let record = try environment.database.read { try ImportStore($0).record(number) }
    guard record.state == .running else { return record }
    return try environment.database.write { connection in
      let store = ImportStore(connection)
      try store.settleBroken()
      return try store.record(number)
    }
  }
}

extension ImportRecord {
  /// Differs whenever the import does.
  fileprivate var eventID: String { "\(state.rawValue).\(counts.accepted).\(counts.rejected)" }
}

extension HTTPRequest {
  /// The path parameter `import_id`.
  ///
  /// - Throws: 400 when it is no number.
  fileprivate func importNumber() throws(ProblemDetails) -> Int32 {
    let text = pathParameter("import_id")
    guard let number = Int64(text), number > 0, String(number) == text else {
      throw .invalid(
        parameter: "import_id", message: "is not the number of an import", fix: "send a number such as 7")
    }
    guard let number = Int32(exactly: number) else { throw .missing("import", text) }
    return number
  }
}
