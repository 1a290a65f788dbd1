import DatesAndConventions

/// The parts of a workbook beside its sheets' rows (ECMA-376).
enum XLSXParts {
  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  /// Styles by their place in `cellXfs`: 0 plain, 1 header, 2 date, then one for each number format.
  static let headerStyle = 1
  static let dateStyle = 2
  static let styles = NumberFormat.allCases.map { String(3 + $0.rawValue) }

  /// Days since 30 December 1899, which spreadsheets count from for days after February 1900.
  static func serial(_ date: CivilDate) -> Int { date - CivilDate(iso: "1899-12-30")! }

  /// A sheet up to its first row.
  static func sheetStart(columns: Int, width: Int, frozen: Bool) -> String {
    let pane =
      frozen
      ? "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
        + "state=\"frozen\"/></sheetView></sheetViews>" : ""
    return head + "<worksheet xmlns=\"\(main)\">\(pane)<cols><col min=\"1\" max=\"\(max(columns, 1))\" "
      + "width=\"\(width)\" customWidth=\"1\"/></cols><sheetData>"
  }

  /// Everything else, given the names of the sheets in order.
  static func parts(sheets: [String]) -> [(name: String, text: String)] {
    let numbered = sheets.enumerated().map { (number: $0.offset + 1, name: $0.element) }
    let types = numbered.map {
      "<Override PartName=\"/xl/worksheets/sheet\($0.number).xml\" "
        + "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    }.joined()
    let names = numbered.map {
      "<sheet name=\"\($0.name)\" sheetId=\"\($0.number)\" r:id=\"rId\($0.number)\"/>"
    }.joined()
    let targets = numbered.map {
      "<Relationship Id=\"rId\($0.number)\" Type=\"\(relations)/worksheet\" "
        + "Target=\"worksheets/sheet\($0.number).xml\"/>"
    }.joined()
    return [
      (
        "[Content_Types].xml",
        head + "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" "
          + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          + "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
          + "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
          + "<Override PartName=\"/xl/styles.xml\" "
          + "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\(types)</Types>"
      ),
      (
        "_rels/.rels",
        head + "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"rId1\" "
          + "Type=\"\(relations)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ),
      (
        "xl/workbook.xml",
        head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\"><sheets>\(names)</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        head + "<Relationships xmlns=\"\(package)/relationships\">\(targets)<Relationship "
          + "Id=\"rId\(sheets.count + 1)\" Type=\"\(relations)/styles\" Target=\"styles.xml\"/></Relationships>"
      ),
      ("xl/styles.xml", stylesheet),
    ]
  }

  private static var stylesheet: String {
    // Formats of one's own are numbered from 164.
    let codes = ["yyyy-mm-dd"] + NumberFormat.allCases.map(\.code)
    let formats = codes.enumerated().map {
      "<numFmt numFmtId=\"\(164 + $0.offset)\" formatCode=\"\($0.element)\"/>"
    }.joined()
    let cells = codes.indices.map {
      "<xf numFmtId=\"\(164 + $0)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    }.joined()
    return head + "<styleSheet xmlns=\"\(main)\"><numFmts count=\"\(codes.count)\">\(formats)</numFmts>"
      + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
      + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
      + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
      + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
      + "<cellXfs count=\"\(codes.count + 2)\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
      + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\(cells)</cellXfs>"
      + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
  }
}
