package import DatesAndConventions

/// One record's fields by name, whether they came from CSV, JSON or the database.
///
/// Sources say what they hold; the readers in extensions turn it into types, with errors that name the field and
/// the fix.
public protocol TermFields<Name> {
  associatedtype Name: FieldName

  func value(_ field: Name) -> FieldValue
}

extension TermFields {
  /// Text of 1 to `limit` characters without control characters; `nil` when absent.
  package func text(_ field: Name, limit: Int = 200) throws(TermsError) -> String? {
    let bytes: UnsafeBufferPointer<UInt8>
    switch value(field) {
    case .absent: return nil
    case .cell(let cell): bytes = cell
    case .text(let text): bytes = text
    case .number, .flag, .payments, .words, .unusable: throw mismatch(field, "text in quotes")
    }
    guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw TermsError(field: field.name, message: "has a line break or another control character; remove it")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    // Bytes bound characters from above, and counting characters is the slow way.
    guard bytes.count <= limit || text.count <= limit else {
      throw TermsError(
        field: field.name, message: "has \(text.count) characters; the most is \(limit)")
    }
    return text
  }

  /// An identifier: 1 to 64 printable ASCII characters with no space at either end.
  package func identifier(_ field: Name) throws(TermsError) -> String? {
    guard let text = try text(field, limit: 4_096) else { return nil }
    let bytes = text.utf8
    guard bytes.count <= 64, bytes.allSatisfy({ (0x20...0x7E).contains($0) }), bytes.first != 0x20,
      bytes.last != 0x20
    else {
      throw TermsError(
        field: field.name,
        message:
          "'\(TermsError.shortened(text))' is not 1 to 64 printable ASCII characters without outer spaces"
      )
    }
    return text
  }

  /// A finite number; `nil` when absent.
  package func number(_ field: Name) throws(TermsError) -> Double? {
    switch value(field) {
    case .absent: return nil
    case .number(let number):
      guard number.isFinite else { break }
      return number
    case .cell(let cell):
      guard let number = DecimalText.number(cell) else {
        throw TermsError(
          field: field.name,
          message:
            "'\(TermsError.shortened(cell))' is not a number; write digits with a point, no separators, such as 1234.5"
        )
      }
      return number
    case .text, .flag, .payments, .words, .unusable: break
    }
    throw mismatch(field, "a number without quotes")
  }

  /// A whole number; `nil` when absent.
  package func integer(_ field: Name) throws(TermsError) -> Int? {
    guard let number = try number(field) else { return nil }
    guard let integer = Int(exactly: number) else {
      throw TermsError(field: field.name, message: "\(number) is not a whole number")
    }
    return integer
  }

  /// A date written `YYYY-MM-DD`; `nil` when absent.
  package func date(_ field: Name) throws(TermsError) -> CivilDate? {
    guard let bytes = try bytes(field, "a date in quotes, such as \"2031-05-15\"") else { return nil }
    guard let date = CivilDate(isoBytes: bytes) else {
      throw TermsError(
        field: field.name,
        message: "'\(TermsError.shortened(bytes))' is not a date; write an existing day as YYYY-MM-DD")
    }
    return date
  }

  /// A month written `YYYY-MM`; `nil` when absent.
  package func month(_ field: Name) throws(TermsError) -> YearMonth? {
    guard let text = try text(field) else { return nil }
    guard let month = YearMonth(text) else {
      throw TermsError(
        field: field.name, message: "'\(TermsError.shortened(text))' is not a month; write it as 2023-02")
    }
    return month
  }

  /// A currency of ISO 4217; `nil` when absent.
  package func currency(_ field: Name) throws(TermsError) -> Currency? {
    guard let bytes = try bytes(field, "a currency code in quotes, such as \"USD\"") else { return nil }
    guard bytes.count == 3, let currency = Currency(String(decoding: bytes, as: UTF8.self)), currency.isKnown
    else {
      throw TermsError(
        field: field.name,
        message:
          "'\(TermsError.shortened(bytes))' is not a known currency; write its ISO 4217 code, such as USD")
    }
    return currency
  }

  /// A country of ISO 3166 alpha-2, two capital letters; `nil` when absent.
  package func country(_ field: Name) throws(TermsError) -> String? {
    guard let text = try text(field) else { return nil }
    guard text.utf8.count == 2, text.utf8.allSatisfy({ (65...90).contains($0) }) else {
      throw TermsError(
        field: field.name,
        message: "'\(TermsError.shortened(text))' is not a country; write two capital letters, such as US")
    }
    return text
  }

  /// One of a closed list of names; `nil` when absent.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ field: Name, _ type: Choice.Type
  ) throws(TermsError) -> Choice? {
    guard let bytes = try bytes(field, "a name in quotes") else { return nil }
    guard let choice = Choice(rawValue: String(decoding: bytes, as: UTF8.self)) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw TermsError(
        field: field.name, message: "'\(TermsError.shortened(bytes))' is not one of: \(names)")
    }
    return choice
  }

  /// `true` or `false`, in CSV also in capitals; `nil` when absent.
  package func flag(_ field: Name) throws(TermsError) -> Bool? {
    switch value(field) {
    case .absent: return nil
    case .flag(let flag): return flag
    case .cell(let cell):
      switch String(decoding: cell, as: UTF8.self) {
      case "true", "TRUE": return true
      case "false", "FALSE": return false
      default: throw mismatch(field, "true or false")
      }
    case .text, .number, .payments, .words, .unusable: throw mismatch(field, "true or false without quotes")
    }
  }

  /// Payments by date; in CSV written `2025-06-15:10;2026-06-15:10`. Empty when absent.
  package func payments(_ field: Name) throws(TermsError) -> [PrincipalPayment] {
    switch value(field) {
    case .absent: return []
    case .payments(let payments): return payments
    case .cell(let cell):
      var payments: [PrincipalPayment] = []
      for part in cell.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
        guard let payment = PrincipalPayment(cell: UnsafeBufferPointer(rebasing: part)) else {
          throw TermsError(
            field: field.name,
            message:
              "'\(TermsError.shortened(UnsafeBufferPointer(rebasing: part)))' is not a payment; write date:amount pairs such as 2025-06-15:10;2026-06-15:10"
          )
        }
        payments.append(payment)
      }
      return payments
    case .text, .number, .flag, .words, .unusable:
      throw mismatch(field, "an array of objects such as {\"date\": \"2025-06-15\", \"amount\": 10}")
    }
  }

  /// Words for grouping, ascending; in CSV written `word;word`. Empty when absent.
  package func tags(_ field: Name) throws(TermsError) -> [String] {
    let words: [String]
    switch value(field) {
    case .absent: return []
    case .payments(let none) where none.isEmpty: return []
    case .words(let given): words = given
    case .cell(let cell):
      words = cell.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    case .text, .number, .flag, .payments, .unusable:
      throw mismatch(field, "an array of words such as [\"core\", \"strategy:carry\"]")
    }
    for word in words {
      let scalars = word.unicodeScalars
      guard (1...40).contains(scalars.count), scalars.first != " ", scalars.last != " ",
        scalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0 != ";" })
      else {
        throw TermsError(
          field: field.name,
          message:
            "'\(TermsError.shortened(word))' is not a word of 1 to 40 characters without ; and outer spaces")
      }
    }
    let sorted = words.sorted()
    if let twice = zip(sorted, sorted.dropFirst()).first(where: { $0 == $1 }) {
      throw TermsError(field: field.name, message: "'\(twice.0)' is there twice; keep one")
    }
    guard sorted.count <= 20 else {
      throw TermsError(field: field.name, message: "are \(sorted.count) words; the most is 20")
    }
    return sorted
  }

  /// Whole years, written `10Y`; `nil` when absent.
  func years(_ field: Name) throws(TermsError) -> Int? {
    guard let text = try text(field) else { return nil }
    guard let tenor = Tenor(text), tenor.unit == .years else {
      throw TermsError(
        field: field.name, message: "'\(TermsError.shortened(text))' is no number of years; write 10Y")
    }
    return tenor.count
  }

  /// Throws where one of `fields` is there: why it should not be.
  func refuse(_ fields: [Name], message: String) throws(TermsError) {
    for field in fields {
      if case .absent = value(field) { continue }
      throw TermsError(field: field.name, message: "\(message); leave it empty")
    }
  }

  /// A value that must be there.
  package func required<Value>(_ field: Name, _ value: Value?) throws(TermsError) -> Value {
    guard let value else {
      throw TermsError(field: field.name, message: "is missing; fill it in")
    }
    return value
  }

  private func bytes(
    _ field: Name, _ wanted: String
  ) throws(TermsError) -> UnsafeBufferPointer<UInt8>? {
    switch value(field) {
    case .absent: return nil
    case .cell(let bytes), .text(let bytes): return bytes
    case .number, .flag, .payments, .words, .unusable: throw mismatch(field, wanted)
    }
  }

  private func mismatch(_ field: Name, _ wanted: String) -> TermsError {
    let found: String
    switch value(field) {
    case .absent: found = "nothing"
    case .cell(let bytes), .text(let bytes): found = "'\(TermsError.shortened(bytes))'"
    case .number(let number): found = "\(number)"
    case .flag(let flag): found = "\(flag)"
    case .payments, .words: found = "an array"
    case .unusable(let kind): found = kind
    }
    return TermsError(field: field.name, message: "expected \(wanted), found \(found)")
  }
}

extension TermsError {
  /// At most 40 characters of a text, so that a message stays a line.
  package static func shortened(_ text: some StringProtocol) -> String {
    text.count <= 40 ? String(text) : "\(text.prefix(37))..."
  }

  package static func shortened(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    shortened(String(decoding: bytes.prefix(200), as: UTF8.self))
  }
}
