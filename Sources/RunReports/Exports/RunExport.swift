/// A table of what runs have computed, ready to be written.
///
/// Rows are read page by page with the statements that the pages of the services use, so that a cell is the cell that they
/// show, memory holds a page, and no statement or snapshot of the database lasts longer than a page.
public protocol RunExport {
  /// Columns of every row.
  var columns: [String] { get }
  /// The name of its sheet and its file.
  var name: String { get }
  /// What it was narrowed to, as names and values.
  var filters: [ExportTable.About] { get }
  /// Every row, in the order of the pages.
  func forEachRow(_ database: some DatabaseReading, _ body: ([ExportCell]) throws -> Void) throws
}

extension RunExport {
  /// Writes the table.
  ///
  /// - Parameters:
  ///   - about: Where it is from; its filters follow.
  ///   - check: Called before every row with the number of rows before it; throws to stop.
  /// - Returns: The number of rows.
  @discardableResult
  public func write(
    as format: ExportFormat, about: [ExportTable.About], from database: some DatabaseReading,
    to output: ByteOutput, check: (Int) throws -> Void = { _ in }
  ) throws -> Int {
    let writer = try format.writer(
      ExportTable(name: name, columns: columns, about: about + filters), to: output)
    var rows = 0
    try forEachRow(database) { cells in
      try check(rows)
      try writer.row(cells)
      rows += 1
    }
    try writer.end()
    return rows
  }
}
