import DataImports
import HTTPServing
import PostgresStore
import RunRecords

extension IngestionService {
  private static let parameters: Set<String> = [
    "kind", "file", "dry_run", "strict", "again", "by", "as_of", "source", "allow_empty", "set_name",
    "description", "note", "requires_approval",
  ]

  /// Begins an import: 201 when it is new, 200 when the same file was sent before to the same end.
  func createImport(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Self.parameters)
    let asked = try Self.importRequest(request.query)
    let format = try Self.format(request)
    let name = try request.query.text("file", upTo: 200) ?? "upload.\(format.rawValue)"
    let key = try RunsService.idempotencyKey(request)
    let person = request.author(try request.query.text("by", upTo: 100))
    guard let upload = request.upload, upload.byteCount > 0 else {
      throw ProblemDetails.invalidBody([
        .init(field: "body", message: "is empty", fix: "send the file as the body of the request")
      ])
    }
    var addition = ImportStore.Addition(
      asked, file: SourceFile(name: name, byteCount: upload.byteCount, sha256: upload.sha256), by: person)
    addition.key = key
    addition.isAgain = try request.query.flag("again")
    let (record, isNew) = try environment.imports.begin(addition, upload, format: format)
    return try .document(
      ImportRecordView(record), status: isNew ? .created : .ok,
      headers: ["Location": "/v1/imports/\(record.id)"])
  }

  private static func importRequest(_ query: QueryItems) throws(ProblemDetails) -> ImportRequest {
    guard let kind = try query.choice("kind", ImportKind.self) else {
      throw .invalid(
        parameter: "kind", message: "is missing",
        fix: "send one of: \(ImportKind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var asked = ImportRequest(
      kind, isDryRun: try query.flag("dry_run"), isStrict: try query.flag("strict"))
    let own: Set<String>
    switch kind {
    case .positions:
      own = ["as_of", "source", "allow_empty"]
      guard try query.single("as_of") != nil else {
        throw .unprocessable([
          .init(
            field: "as_of", message: "is missing", fix: "send the day of the positions, such as 2023-03-31")
        ])
      }
      asked.asOf = try query.date("as_of")
      asked.source = try query.text("source", upTo: 400)
      asked.allowsEmpty = try query.flag("allow_empty")
    case .scenarios:
      own = ["set_name", "description", "note", "requires_approval"]
      asked.setName = try query.text("set_name", upTo: 64)
      asked.description = try query.text("description", upTo: 400)
      asked.note = try query.text("note", upTo: 400)
      asked.requiresApproval = try query.flag("requires_approval")
    case .instruments, .counterparties, .market: own = []
    }
    // A parameter of another kind is a mistake that would pass in silence.
    do throws(ProblemDetails) {
      try query.refuseNames(outside: own.union(["kind", "file", "dry_run", "strict", "again", "by"]))
    } catch {
      throw .unprocessable(error.errors)
    }
    return asked
  }

  /// How the body is written. One that gzip has packed is what its name says.
  private static func format(_ request: HTTPRequest) throws(ProblemDetails) -> ImportFormat {
    if let coding = request.headers["Content-Encoding"], !["gzip", "identity"].contains(coding.lowercased()) {
      throw .invalid(
        parameter: "Content-Encoding", message: "is not gzip",
        fix: "send the file as it is, or packed by gzip")
    }
    let type = (request.headers["Content-Type"] ?? "").prefix { $0 != ";" }.lowercased()
    if type.hasPrefix("application/json") { return .json }
    if type.hasPrefix("application/x-tar") { return .tar }
    guard type.hasPrefix("application/gzip") else { return .csv }
    let name = (request.query["file"] ?? "").lowercased()
    return name.hasSuffix(".gz") || name.hasSuffix(".tgz") ? ImportFormat(fileName: name) : .csv
  }
}
