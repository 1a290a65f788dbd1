/// A table for a terminal: columns aligned, numbers to the right.
struct TextTable {
  enum Alignment { case left, right }

  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ columns: [(String, Alignment)]) {
    header = columns.map(\.0)
    alignments = columns.map(\.1)
  }

  /// Adds a row of as many cells as there are columns.
  mutating func append(_ row: [String]) {
    precondition(row.count == header.count, "one cell per column")
    rows.append(row)
  }

  var isEmpty: Bool { rows.isEmpty }

  /// The lines of the table, indented by two spaces.
  var lines: [String] {
    let widths = header.indices.map { column in
      max(header[column].count, rows.map { $0[column].count }.max() ?? 0)
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - cells[column].count)
        return alignments[column] == .left ? cells[column] + space : space + cells[column]
      }
      var text = "  " + padded.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    return [line(header), "  " + widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")]
      + rows.map(line)
  }
}
