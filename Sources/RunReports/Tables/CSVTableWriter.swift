import DatesAndConventions
import JSONDocuments

/// A table as CSV: numbers with all their digits, nothing but the table.
final class CSVTableWriter: TableWriter {
  private let output: ByteOutput
  private var line: [UInt8] = []

  init(_ table: ExportTable, to output: ByteOutput) throws {
    self.output = output
    try row(table.columns.map { .text($0) })
  }

  func row(_ cells: [ExportCell]) throws {
    line.removeAll(keepingCapacity: true)
    for (index, cell) in cells.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      switch cell {
      case .empty: break
      case .text(let text): CSVText.append(text, to: &line)
      case .integer(let number): line.append(contentsOf: String(number).utf8)
      case .number(let value, _): JSONNumber.append(value, to: &line)
      case .flag(let flag): line.append(contentsOf: (flag ? "true" : "false").utf8)
      case .date(let date): line.append(contentsOf: date.description.utf8)
      }
    }
    line.append(13)
    line.append(10)
    try output.write(line)
  }

  func end() throws { try output.flush() }
}
