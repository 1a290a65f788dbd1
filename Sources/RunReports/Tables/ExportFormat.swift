/// How a table is written into a file.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// RFC 4180: UTF-8 without a byte order mark, lines ending in CRLF, one header line.
  case csv
  /// RFC 8259: an object of `about`, `columns` and `rows`.
  case json
  /// Office Open XML (ECMA-376): the table, and a sheet that tells what it is.
  case xlsx

  public var mediaType: String {
    switch self {
    case .csv: "text/csv; charset=utf-8; header=present"
    case .json: "application/json"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }
  }
}
