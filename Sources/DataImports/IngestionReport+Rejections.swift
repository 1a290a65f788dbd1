public import Ingestion
public import RunRecords

extension IngestionReport {
  /// The rejections that are kept, numbered.
  public var kept: [ImportRejection] {
    rejections.enumerated().map { index, rejection in
      ImportRejection(
        number: index + 1, file: rejection.file, line: rejection.line, row: rejection.row,
        field: rejection.field, value: rejection.value, message: rejection.message)
    }
  }
}
