import DatesAndConventions
import RunRecords

/// An import as clients see it.
struct ImportRecordView: Encodable {
  let importId: String
  let kind: ImportKind
  let isDryRun: Bool
  let isStrict: Bool
  let asOf: String?
  let file: SourceFile
  let state: ImportState
  let rows: Rows
  /// Of the rejected rows.
  let rejectionsKept: Int
  let result: ImportResult?
  let problem: String?
  let createdBy: String
  let createdAt: String
  let finishedAt: String?

  struct Rows: Encodable {
    let read: Int
    let accepted: Int
    let rejected: Int
  }

  init(_ record: ImportRecord) {
    importId = record.id
    kind = record.request.kind
    isDryRun = record.request.isDryRun
    isStrict = record.request.isStrict
    asOf = record.request.asOf?.description
    file = record.file
    state = record.state
    rows = Rows(
      read: record.counts.read, accepted: record.counts.accepted, rejected: record.counts.rejected)
    rejectionsKept = record.rejectionsKept
    result = record.result
    problem = record.problem
    createdBy = record.createdBy
    createdAt = record.createdAt
    finishedAt = record.finishedAt
  }
}
