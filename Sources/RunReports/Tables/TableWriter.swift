/// Writes one table, row by row, holding a few rows at most.
public protocol TableWriter: AnyObject {
  /// Adds a row of as many cells as there are columns.
  func row(_ cells: [ExportCell]) throws
  /// Ends the table. Nothing may follow.
  func end() throws
}

extension ExportFormat {
  /// Begins a table.
  public func writer(_ table: ExportTable, to output: ByteOutput) throws -> any TableWriter {
    switch self {
    case .csv: try CSVTableWriter(table, to: output)
    case .json: try JSONTableWriter(table, to: output)
    case .xlsx: try XLSXTableWriter(table, to: output)
    }
  }
}
