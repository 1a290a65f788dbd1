/// Cells of CSV as RFC 4180 has them.
public enum CSVText {
  /// Text of a name or identifier: one with which a spreadsheet would begin a formula gets an apostrophe in front, so that
  /// the file does nothing when it is opened (OWASP, CSV injection). Quoted where it must be.
  public static func cell(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `cell(_:)`.
  static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    text.withUTF8 { utf8 in
      let isFormula = utf8.first.map(beginsFormula) ?? false
      let isQuoted = utf8.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 }
      if isQuoted { out.append(quote) }
      if isFormula { out.append(UInt8(ascii: "'")) }
      for byte in utf8 {
        if byte == quote { out.append(quote) }
        out.append(byte)
      }
      if isQuoted { out.append(quote) }
    }
  }

  private static let quote = UInt8(ascii: "\"")

  private static func beginsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 10, 13: true
    default: false
    }
  }
}
