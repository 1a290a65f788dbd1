import Instruments

/// The columns of a CSV file with a known set of names.
struct CSVHeader<Name: FieldName> {
  /// The column of each field by its raw value; `nil` when the file does not have it.
  let columns: [Int?]
  let width: Int

  /// Reads the header row. Throws on unknown, repeated and missing names.
  init(
    _ cells: [UnsafeBufferPointer<UInt8>], required: [Name], file: String, line: Int
  ) throws(IngestionError) {
    var columns: [Int?] = Array(repeating: nil, count: Name.allCases.count)
    let known = Name.allCases.map(\.name).joined(separator: ", ")
    for (index, cell) in cells.enumerated() {
      let text = String(decoding: cell, as: UTF8.self)
      guard let field = Name.allCases.first(where: { $0.name == text }) else {
        throw IngestionError(
          file: file, line: line, field: TermsError.shortened(text),
          message: "is not a known column; the columns are \(known)")
      }
      guard columns[field.rawValue] == nil else {
        throw IngestionError(
          file: file, line: line, field: text, message: "is the name of two columns; keep one")
      }
      columns[field.rawValue] = index
    }
    for field in required where columns[field.rawValue] == nil {
      throw IngestionError(
        file: file, line: line, field: field.name, message: "is missing from the header; add the column")
    }
    self.columns = columns
    self.width = cells.count
  }
}

/// The fields of one CSV record.
struct CSVFields<Name: FieldName>: TermFields {
  let columns: [Int?]
  let cells: [UnsafeBufferPointer<UInt8>]

  func value(_ field: Name) -> FieldValue {
    guard let column = columns[field.rawValue], !cells[column].isEmpty else { return .absent }
    return .cell(cells[column])
  }
}

extension TermFields {
  /// What the record holds in the field of that name, for showing; `nil` when nothing.
  func shown(_ name: String) -> String? {
    guard let field = Name.allCases.first(where: { $0.name == name }) else { return nil }
    switch value(field) {
    case .absent: return nil
    case .cell(let bytes), .text(let bytes): return TermsError.shortened(bytes)
    case .number(let number): return "\(number)"
    case .flag(let flag): return "\(flag)"
    case .payments(let payments): return "\(payments.count) payments"
    case .words(let words): return TermsError.shortened(words.joined(separator: ";"))
    case .unusable(let kind): return kind
    }
  }
}
