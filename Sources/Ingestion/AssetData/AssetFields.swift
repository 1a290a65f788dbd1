import DatesAndConventions
import Instruments

/// The elements of one asset by name; of elements that come more than once, such as properties, the first.
struct AssetFields {
  /// Where the asset begins in the file.
  let line: Int
  private var values: [String: String] = [:]

  /// The next asset of a filing; `nil` after the last.
  static func next(_ reader: XMLReader) throws(IngestionError) -> AssetFields? {
    var asset: AssetFields?
    var path: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let element):
        if asset == nil, element.name == "assets" { asset = AssetFields(line: element.line) }
        path.append(element.name)
      case .text(let text):
        if let name = path.last, asset != nil, asset?.values[name] == nil {
          asset?.values[name] = text.trimmed
        }
      case .end:
        guard let name = path.popLast() else { return nil }
        if name == "assets", let asset { return asset }
      }
    }
    return nil
  }

  private init(line: Int) { self.line = line }

  subscript(_ name: String) -> String? { values[name] }

  /// Whether the asset is a further property of a mortgage that stands elsewhere.
  var isPropertyAlone: Bool { values["originalLoanAmount"] == nil && values["propertyTypeCode"] != nil }

  func required<Value>(_ name: String, _ value: Value?) throws(TermsError) -> Value {
    guard let value else { throw TermsError(field: name, message: "is missing from the filing") }
    return value
  }

  func number(_ name: String) throws(TermsError) -> Double? {
    guard let text = values[name], text != "-" else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw TermsError(field: name, message: "'\(TermsError.shortened(text))' is not a number")
    }
    return number
  }

  func integer(_ name: String) throws(TermsError) -> Int? {
    guard let number = try number(name) else { return nil }
    guard abs(number) <= 1e9, let integer = Int(exactly: number) else {
      throw TermsError(field: name, message: "\(number) is not a whole number up to 1000000000")
    }
    return integer
  }

  /// A date as filings write it, `MM-DD-YYYY`.
  func date(_ name: String) throws(TermsError) -> CivilDate? {
    guard let text = values[name], text != "-" else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let month = parts[0], let day = parts[1], let year = parts[2],
      let date = CivilDate(year: year, month: month, day: day)
    else {
      throw TermsError(
        field: name, message: "'\(TermsError.shortened(text))' is not a date such as 03-31-2026")
    }
    return date
  }
}

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    let inner = drop { $0.isWhitespace }
    guard let last = inner.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(inner[...last])
  }
}
