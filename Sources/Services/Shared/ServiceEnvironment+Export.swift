import Foundation
import HTTPServing
import PostgresStore
import RunRecords
import RunReports

extension Database: DatabaseReading {}

extension ServiceEnvironment {
  /// Writes a table into a file of its own and answers with it.
  ///
  /// The whole file is there before the answer begins, so that an error is an error and not a file that ends early.
  ///
  /// - Parameters:
  ///   - stem: The file's name without its ending.
  ///   - database: What the table is read from; `reading` when `nil`.
  /// - Throws: 422 beyond a limit, 503 when other exports are being written, 504 when it takes too long.
  func export(
    _ table: some RunExport, as format: ExportFormat, named stem: String, about: [ExportTable.About],
    from database: Database? = nil, for request: HTTPRequest
  ) throws -> HTTPResponse {
    try reportSlots.use {
      let file = try TemporaryFile(in: exportLimits.folder)
      let output = ByteOutput(descriptor: file.descriptor, mostBytes: exportLimits.bytes)
      do {
        try table.write(as: format, about: about, from: database ?? reading, to: output) { rows in
          guard rows < exportLimits.rows else { throw tooLarge("\(exportLimits.rows) rows") }
          guard rows % 1_000 != 0 || request.remainingTime > .zero else {
            throw ProblemDetails.handlerTimeout
          }
        }
      } catch is ByteOutput.TooLarge {
        throw tooLarge("\(exportLimits.bytes) bytes")
      }
      return HTTPResponse(
        status: .ok,
        headers: [
          "Content-Type": format.mediaType,
          "Content-Disposition": "attachment; filename=\"\(stem).\(format.rawValue)\"",
          "Cache-Control": "private, no-store",
        ], body: .file(FileBody(takingOver: try file.duplicate(), byteCount: output.count)))
    }
  }

  /// The present moment as ISO 8601 UTC.
  var timestamp: String {
    Date(timeIntervalSince1970: Double(now()) / 1_000).formatted(.iso8601)
  }

  private func tooLarge(_ limit: String) -> ProblemDetails {
    .unprocessable(
      [
        .init(
          field: "format", message: "is of a table beyond the limit of \(limit)",
          fix: "narrow the filters, or write the file with 'tenor export', which has no limit")
      ])
  }
}

extension QueryItems {
  /// The format of an export; CSV where the query does not say.
  func exportFormat() throws(ProblemDetails) -> ExportFormat {
    try choice("format", ExportFormat.self) ?? .csv
  }
}
