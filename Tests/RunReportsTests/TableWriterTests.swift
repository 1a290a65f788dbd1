import DatesAndConventions
import Foundation
import JSONDocuments
import TestSupport
import Testing

@testable import RunReports

@Suite("Exported tables")
struct TableWriterTests {
  private static let table = ExportTable(
    name: "Results", columns: ["id", "count", "value", "is_total", "day"],
    about: [.init("run_id", "R1"), .init("filter: node", "A & B <C>")])

  /// Doubles that need up to 17 digits, or are at an end of their range.
  private static let values = [
    0.1, 1.0 / 3, 100.1 + 0.2, 9_007_199_254_740_992, -5e300, 1e-300, Double.leastNonzeroMagnitude,
    .greatestFiniteMagnitude, 1e21, 123_456,
    0.1 + 0.2, -0.0,
  ]
  private static let texts = [
    "plain", "=1+1", "+A1", "-2", "@x", "a,b", "say \"x\"", "<&>", "é…漢", "tab\tand\nline", "_x0041_",
    "\u{1}", " x ", "",
    "a\r\nb",
  ]

  private static let rows: [[ExportCell]] =
    values.map {
      [.text("v"), .integer(7), .number($0, .amount), .flag(true), .date(CivilDate(iso: "2023-03-31")!)]
    }
    + texts.map { [.text($0), .integer(-1), .empty, .flag(false), .empty] }

  private func write(
    _ format: ExportFormat, _ table: ExportTable = Self.table, _ rows: [[ExportCell]] = Self.rows
  )
    throws -> [UInt8]
  {
    let output = ByteOutput()
    let writer = try format.writer(table, to: output)
    for row in rows { try writer.row(row) }
    try writer.end()
    #expect(output.count == output.collected.count)
    return output.collected
  }

  @Test("CSV has a header, CRLF, every digit, and no formula")
  func csv() throws {
    let text = String(decoding: try write(.csv), as: UTF8.self)
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines[0] == "id,count,value,is_total,day")
    for (line, value) in zip(lines.dropFirst(), Self.values) {
      let fields = line.split(separator: ",")
      #expect(Double(fields[2]) == value && fields[3] == "true" && fields[4] == "2023-03-31")
    }
    #expect(text.hasSuffix("\r\n") && !text.hasPrefix("\u{FEFF}"))
    for guarded in [
      "\r\n'=1+1,", "\r\n'+A1,", "\r\n'-2,", "\r\n'@x,", "\r\n\"a,b\",", "\r\n\"say \"\"x\"\"\",",
    ] {
      #expect(text.contains(guarded))
    }
    #expect(text.contains("\r\nplain,-1,,false,\r\n"))
  }

  @Test("JSON has what the table is, its columns and its rows")
  func json() throws {
    let document = try JSONDocument.parse(try write(.json))
    #expect(document["about"]["filter: node"] == .string("A & B <C>"))
    #expect(document["columns"] == .array(Self.table.columns.map { .string($0) }))
    let rows = document["rows"].elements.map(\.elements)
    #expect(rows.count == Self.rows.count)
    for (row, value) in zip(rows, Self.values) { #expect(row[2] == .number(value)) }
    #expect(rows.dropFirst(Self.values.count).map { $0[0] } == Self.texts.map { .string($0) })
    #expect(rows.last?[2] == .null && rows.last?[3] == .bool(false))
  }

  @Test("a workbook has numbers to the bit, text as text, a frozen header and a sheet that tells what it is")
  func xlsx() throws {
    let workbook = try Workbook(try write(.xlsx))
    #expect(workbook.sheets.map(\.name) == ["Results", "About"])
    let sheet = workbook.sheets[0]
    #expect(sheet.isFrozen && sheet.rowCount == 1 + Self.rows.count)
    for (cell, value) in zip(sheet.column("value"), Self.values) {
      guard case .number(let text, let format) = cell else {
        Issue.record("\(value) is no number")
        continue
      }
      #expect(Double(text) == value && format == "#,##0.00")
    }
    #expect(sheet.column("value").dropFirst(Self.values.count).allSatisfy { $0 == nil })
    #expect(sheet.column("day")[0] == .number("45016", format: "yyyy-mm-dd"))
    #expect(sheet.column("is_total")[0] == .flag(true))
    // The parser gives what is written: escapes that are Excel's own stay.
    let expected = Self.texts.map {
      switch $0 {
      case "_x0041_": "_x005F_x0041_"
      case "\u{1}": "_x0001_"
      case "a\r\nb": "a_x000D_\nb"
      default: $0
      }
    }
    let written = sheet.column("id").dropFirst(Self.values.count).map { $0 }
    #expect(written == expected.map { .text($0) })
    let about = workbook.sheets[1]
    #expect(about.cells[2] == [1: .text("filter: node"), 2: .text("A & B <C>")])
    #expect(about.cells[3] == [1: .text("rows"), 2: .number("\(Self.rows.count)", format: "")])
  }

  @Test("the same table gives the same bytes", arguments: ExportFormat.allCases)
  func deterministic(format: ExportFormat) throws { #expect(try write(format) == write(format)) }

  @Test("an empty table is a table", arguments: ExportFormat.allCases)
  func empty(format: ExportFormat) throws {
    let bytes = try write(format, Self.table, [])
    switch format {
    case .csv: #expect(bytes == Array("id,count,value,is_total,day\r\n".utf8))
    case .json: #expect(try JSONDocument.parse(bytes)["rows"] == .array([]))
    case .xlsx: #expect(try Workbook(bytes).sheets[0].rowCount == 1)
    }
  }

  @Test("text too long for a cell of a workbook is cut there")
  func longText() throws {
    let long = String(repeating: "x", count: 40_000)
    let table = ExportTable(name: "T", columns: ["t"], about: [])
    let workbook = try Workbook(try write(.xlsx, table, [[.text(long)]]))
    guard case .text(let text) = workbook.sheets[0].cells[2]?[1] else {
      Issue.record("no text")
      return
    }
    #expect(text.utf16.count == 32_767 && text.hasSuffix("x…"))
  }

  @Test("columns are named A to Z, then AA")
  func letters() {
    #expect(
      [0, 25, 26, 51, 52, 701, 702].map(XLSXTableWriter.letters) == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"])
  }

  @Test("bytes beyond the limit end the export")
  func limit() throws {
    let file = try TemporaryFile(in: "/tmp")
    let output = ByteOutput(descriptor: file.descriptor, mostBytes: 100)
    #expect(throws: ByteOutput.TooLarge.self) {
      let writer = try ExportFormat.csv.writer(Self.table, to: output)
      for row in Self.rows { try writer.row(row) }
    }
  }
}

extension JSONValue {
  fileprivate subscript(_ name: String) -> JSONValue {
    guard case .object(let object) = self else { return .null }
    return object[name] ?? .null
  }

  fileprivate var elements: [JSONValue] {
    guard case .array(let values) = self else { return [] }
    return values
  }
}
