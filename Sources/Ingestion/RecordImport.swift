public import Instruments
import JSONDocuments
import RunRecords

/// Reads the rows of a file: every row becomes a record or a rejection.
public struct RecordImport<Record: ImportableRecord> {
  /// The name of the file in messages.
  public let file: String
  private let counts: RowCounts?
  private let mostRows: Int
  private let check: (Record) throws(TermsError) -> Void

  /// - Parameters:
  ///   - counts: Told of every row.
  ///   - mostRows: A file with more is refused as a whole.
  ///   - check: Refuses records for reasons beyond their own fields, such as an unknown instrument, by throwing.
  public init(
    file: String, counts: RowCounts? = nil, mostRows: Int = .max,
    check: @escaping (Record) throws(TermsError) -> Void = { _ in }
  ) {
    self.file = file
    self.counts = counts
    self.mostRows = mostRows
    self.check = check
  }

  /// Reads CSV with a header row, handing each good record to `accept` in the order of the file.
  ///
  /// Throws `IngestionError` when the header is wrong or the file cannot be read, and whatever `accept` throws.
  public func csv(
    _ source: ByteSource, accept: (Record) throws -> Void
  ) throws -> IngestionReport {
    let reader = CSVReader(source)
    let header = try header(reader)
    var rows = Rows<Record>(file: file, counts: counts, mostRows: mostRows)
    while true {
      switch try reader.next() {
      case .end: return rows.report
      case .fault(let message): try rows.reject(line: reader.line, message)
      case .cells:
        guard reader.cells.count == header.width else {
          reader.retreat()
          try rows.reject(
            line: reader.line,
            "the row has \(reader.cells.count) cells and the header \(header.width); quote cells that hold a comma"
          )
          continue
        }
        let fields = CSVFields<Record.Name>(columns: header.columns, cells: reader.cells)
        try rows.take(line: reader.line, fields, check, accept)
      }
    }
  }

  /// Reads a JSON array of objects, or an object whose one member is such an array, handing each good record to `accept`
  /// in the order of the file.
  ///
  /// Throws `IngestionError` when the text is malformed, with its line and column, or the file cannot be read. The file is
  /// refused as a whole then, whatever was accepted before; and whatever `accept` throws.
  public func json(
    _ source: ByteSource, accept: (Record) throws -> Void
  ) throws -> IngestionReport {
    let reader = JSONRowReader(source, file: file, collection: Record.collectionName)
    var rows = Rows<Record>(file: file, counts: counts, mostRows: mostRows)
    var fields = JSONFields(table: FieldNameTable<Record.Name>())
    try reader.read { element in
      do throws(TermsError) {
        try fields.take(element)
      } catch {
        try rows.reject(line: nil, field: error.field == "record" ? nil : error.field, error.message)
        return
      }
      try rows.take(line: nil, fields, check, accept)
    }
    return rows.report
  }

  private func header(_ reader: CSVReader) throws(IngestionError) -> CSVHeader<Record.Name> {
    switch try reader.next() {
    case .end: throw IngestionError(file: file, message: "is empty; the first row names the columns")
    case .fault(let message): throw IngestionError(file: file, line: reader.line, message: message)
    case .cells:
      return try CSVHeader(
        reader.cells, required: Record.requiredColumns, file: file, line: reader.line)
    }
  }
}

/// The rows of one file as they are taken.
private struct Rows<Record: ImportableRecord> {
  private(set) var report: IngestionReport
  private let counts: RowCounts?
  private let mostRows: Int
  private var rowOfID = RowIndex()

  init(file: String, counts: RowCounts?, mostRows: Int) {
    report = IngestionReport(file: file)
    self.counts = counts
    self.mostRows = mostRows
  }

  mutating func take(
    line: Int?, _ fields: some TermFields<Record.Name>, _ check: (Record) throws(TermsError) -> Void,
    _ accept: (Record) throws -> Void
  ) throws {
    let record: Record
    do throws(TermsError) {
      record = try Record(fields: fields)
      if let row = rowOfID.row(of: record.id) {
        throw TermsError(
          field: Record.idField.name,
          message: "'\(TermsError.shortened(record.id))' is already the id of row \(row); ids are unique")
      }
      try check(record)
    } catch {
      try reject(line: line, field: error.field, value: fields.shown(error.field), error.message)
      return
    }
    try makeRoom()
    try accept(record)
    report.accept()
    counts?.note(report)
    rowOfID.insert(record.id, row: report.read)
  }

  mutating func reject(line: Int?, field: String? = nil, value: String? = nil, _ message: String)
    throws(IngestionError)
  {
    try makeRoom()
    report.reject(line: line, field: field, value: value, message)
    counts?.note(report)
  }

  private func makeRoom() throws(IngestionError) {
    guard report.read < mostRows else {
      throw IngestionError(file: report.file, message: "has more than \(mostRows) rows; split it")
    }
  }
}
