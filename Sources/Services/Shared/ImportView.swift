import HTTPServing
import Ingestion
import Instruments

/// What became of the rows of a request body. Accepted and rejected rows add up to those read.
struct ImportView: Encodable {
  let read: Int
  let accepted: Int
  let rejected: Int
  /// The first rejections.
  let rejections: [Rejection]

  struct Rejection: Encodable {
    /// In the array, from 0.
    let index: Int
    let field: String?
    let message: String
  }

  /// Rejections shown in one answer.
  static let mostRejections = 100

  init(_ report: IngestionReport) {
    read = report.read
    accepted = report.accepted
    rejected = report.rejected
    rejections = report.rejections.prefix(Self.mostRejections).map {
      Rejection(index: $0.row - 1, field: $0.field, message: $0.message)
    }
  }
}

extension ProblemDetails {
  /// 422: rows were refused, and so nothing is stored.
  static func rejectedRows(_ report: IngestionReport, of collection: String) -> ProblemDetails {
    .unprocessable(
      report.rejections.prefix(ImportView.mostRejections).map { rejection in
        let field = rejection.field.map { ".\($0)" } ?? ""
        return FieldError(field: "\(collection)[\(rejection.row - 1)]\(field)", sentence: rejection.message)
      },
      detail: "\(report.rejected) of \(report.read) rows are refused; nothing is stored. "
        + "Correct them, or send partial=true to store the others.")
  }

  /// 400: the body as a whole is not an import.
  static func ingestion(_ error: IngestionError) -> ProblemDetails {
    let place = error.line.map { "line \($0), column \(error.column ?? 1): " } ?? ""
    return .invalidBody([
      FieldError(
        field: error.field.flatMap { $0.isEmpty ? nil : $0 } ?? "body", message: place + error.message,
        fix: "send a JSON array of objects")
    ])
  }
}

extension RecordImport {
  /// Reads the records of a request body in JSON.
  static func records(
    of request: HTTPRequest, check: @escaping (Record) throws(TermsError) -> Void = { _ in }
  ) throws -> (records: [Record], report: IngestionReport) {
    guard !request.body.isEmpty else { throw ProblemDetails.emptyBody }
    var records: [Record] = []
    do {
      let report = try RecordImport(file: "body", check: check).json(ByteSource(request.body)) {
        records.append($0)
      }
      return (records, report)
    } catch let error as IngestionError {
      throw ProblemDetails.ingestion(error)
    }
  }
}
