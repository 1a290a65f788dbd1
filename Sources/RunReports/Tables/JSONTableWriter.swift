import DatesAndConventions
import JSONDocuments

/// A table as JSON: `{"about": {…}, "columns": […], "rows": [[…], …]}`. A cell without a value is `null`.
final class JSONTableWriter: TableWriter {
  private let output: ByteOutput
  private var line: [UInt8] = []
  private var isFirst = true

  init(_ table: ExportTable, to output: ByteOutput) throws {
    self.output = output
    append("{\"about\":{")
    for (index, item) in table.about.enumerated() {
      if index > 0 { append(",") }
      CanonicalJSON.appendString(item.name.utf8, to: &line)
      append(":")
      CanonicalJSON.appendString(item.value.utf8, to: &line)
    }
    append("},\"columns\":")
    appendArray(table.columns.map { .text($0) })
    append(",\"rows\":[\n")
    try output.write(line)
  }

  func row(_ cells: [ExportCell]) throws {
    line.removeAll(keepingCapacity: true)
    if !isFirst { append(",\n") }
    isFirst = false
    appendArray(cells)
    try output.write(line)
  }

  func end() throws {
    try output.write(Array("\n]}\n".utf8))
    try output.flush()
  }

  private func appendArray(_ cells: [ExportCell]) {
    append("[")
    for (index, cell) in cells.enumerated() {
      if index > 0 { append(",") }
      switch cell {
      case .empty: append("null")
      case .text(let text): CanonicalJSON.appendString(text.utf8, to: &line)
      case .integer(let number): append(String(number))
      case .number(let value, _): JSONNumber.append(value, to: &line)
      case .flag(let flag): append(flag ? "true" : "false")
      case .date(let date): append("\"\(date)\"")
      }
    }
    append("]")
  }

  private func append(_ text: String) { line.append(contentsOf: text.utf8) }
}
