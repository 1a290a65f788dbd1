import DatesAndConventions
import JSONDocuments

/// A table as a workbook, written from front to end: a sheet of rows, more where one is full, and a sheet `About`.
///
/// Numbers keep all their digits, which is why no library writes them: libxlsxwriter prints 16 significant digits, and a
/// double needs up to 17.
final class XLSXTableWriter: TableWriter {
  /// The most rows of a sheet, its header included, and the most bytes, well within a ZIP entry.
  private static let mostRows = 1_048_576
  private static let mostSheetBytes = 2 << 30

  private let table: ExportTable
  private let zip: ZipWriter
  private let letters: [[UInt8]]
  private var bytes: [UInt8] = []
  private var sheets: [String] = []
  private var rowInSheet = 0
  private var sheetBytes = 0
  private var rowCount = 0

  init(_ table: ExportTable, to output: ByteOutput) throws {
    self.table = table
    zip = ZipWriter(output)
    letters = (0..<max(table.columns.count, 2)).map { Array(XLSXTableWriter.letters($0).utf8) }
    try beginSheet()
  }

  func row(_ cells: [ExportCell]) throws {
    if rowInSheet == Self.mostRows || sheetBytes > Self.mostSheetBytes {
      try endSheet()
      try beginSheet()
    }
    add(cells, isHeader: false)
    rowCount += 1
    if bytes.count > 1 << 16 { try pass() }
  }

  func end() throws {
    try endSheet()
    try addAbout()
    for part in XLSXParts.parts(sheets: sheets) {
      try zip.beginEntry(part.name)
      try zip.append(Array(part.text.utf8))
      try zip.endEntry()
    }
    try zip.finish()
  }

  /// `A` for 0, `AA` for 26.
  static func letters(_ column: Int) -> String {
    let last = String(UnicodeScalar(UInt8(65 + column % 26)))
    return column < 26 ? last : letters(column / 26 - 1) + last
  }

  private func beginSheet() throws {
    sheets.append(sheets.isEmpty ? table.name : "\(table.name) \(sheets.count + 1)")
    try zip.beginEntry("xl/worksheets/sheet\(sheets.count).xml")
    rowInSheet = 0
    sheetBytes = 0
    append(XLSXParts.sheetStart(columns: table.columns.count, width: 16, frozen: true))
    add(table.columns.map { .text($0) }, isHeader: true)
  }

  private func endSheet() throws {
    append("</sheetData></worksheet>")
    try pass()
    try zip.endEntry()
  }

  private func addAbout() throws {
    sheets.append("About")
    try zip.beginEntry("xl/worksheets/sheet\(sheets.count).xml")
    rowInSheet = 0
    append(XLSXParts.sheetStart(columns: 2, width: 40, frozen: false))
    for item in table.about { add([.text(item.name), .text(item.value)], isHeader: false) }
    add([.text("rows"), .integer(rowCount)], isHeader: false)
    try endSheet()
  }

  private func pass() throws {
    sheetBytes += bytes.count
    try zip.append(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  private func add(_ cells: [ExportCell], isHeader: Bool) {
    rowInSheet += 1
    let number = Array(String(rowInSheet).utf8)
    append("<row r=\"")
    bytes += number
    append("\">")
    for (index, cell) in cells.enumerated() {
      guard cell != .empty else { continue }
      append("<c r=\"")
      bytes += letters[index]
      bytes += number
      switch cell {
      case .empty: break
      case .text(let text):
        append(
          isHeader ? "\" s=\"\(XLSXParts.headerStyle)\" t=\"inlineStr\"><is><t" : "\" t=\"inlineStr\"><is><t")
        append(" xml:space=\"preserve\">")
        XMLText.append(text, to: &bytes)
        append("</t></is></c>")
      case .integer(let value): append("\"><v>\(value)</v></c>")
      case .number(let value, let format):
        append("\" s=\"")
        append(XLSXParts.styles[format.rawValue])
        append("\"><v>")
        JSONNumber.append(value, to: &bytes)
        append("</v></c>")
      case .flag(let flag): append("\" t=\"b\"><v>\(flag ? 1 : 0)</v></c>")
      case .date(let date):
        append("\" s=\"\(XLSXParts.dateStyle)\"><v>\(XLSXParts.serial(date))</v></c>")
      }
    }
    append("</row>")
  }

  private func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
