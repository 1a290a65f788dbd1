import DataImports
import Ingestion
import PostgresStore
import RunRecords

extension ImportStore.End {
  /// What an import of a file has come to.
  init(_ outcome: ImportOutcome) {
    self.init(outcome.state)
    if let report = outcome.report {
      counts = ImportCounts(accepted: report.accepted, rejected: report.rejected)
      rejections = report.kept
    }
    result = outcome.result
    problem = outcome.problem
  }

  /// The file was refused as a whole.
  init(refusing file: String, _ counts: RowCounts?, _ error: IngestionError) {
    self.init(.refused)
    self.counts = ImportCounts(accepted: counts?.accepted ?? 0, rejected: counts?.rejected ?? 0)
    problem = "\(error)"
    rejections = [
      ImportRejection(
        number: 1, file: error.file, line: error.line, row: 0, field: error.field, value: nil,
        message: error.message)
    ]
  }

  /// What the file says does not fit what is stored.
  init(refusing file: String, _ counts: RowCounts?, _ problems: [RunRequestProblem]) {
    self.init(.refused)
    self.counts = ImportCounts(accepted: counts?.accepted ?? 0, rejected: counts?.rejected ?? 0)
    problem = problems.map(\.description).joined(separator: "; ")
    rejections = problems.enumerated().map { index, problem in
      ImportRejection(
        number: index + 1, file: file, line: nil, row: 0, field: problem.field, value: nil,
        message: problem.message)
    }
  }
}
