import DatesAndConventions

/// A word of a formula's text.
enum FormulaToken: Sendable {
  /// With the text it was written as; dates are their day numbers, percentages are divided by 100.
  case number(Double, String)
  /// A name, an operator or a bracket.
  case word(String)

  var text: String {
    switch self {
    case .number(_, let text): return text
    case .word(let word): return word
    }
  }

  func isWord(_ wanted: String) -> Bool {
    switch self {
    case .number: return false
    case .word(let word): return word == wanted
    }
  }

  /// Whether a text is a name: letters, digits and `_`, no digit first.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  static func all(in text: String) throws(FormulaError) -> [FormulaToken] {
    let bytes = Array(text.utf8)
    var tokens: [FormulaToken] = []
    var index = 0
    while index < bytes.count {
      let start = index
      let byte = bytes[index]
      if byte == UInt8(ascii: " ") {
        index += 1
      } else if isLetter(byte) {
        while index < bytes.count, isLetter(bytes[index]) || isDigit(bytes[index]) { index += 1 }
        tokens.append(.word(String(decoding: bytes[start..<index], as: UTF8.self)))
      } else if isDigit(byte) {
        tokens.append(try number(bytes, &index))
      } else {
        let two = String(decoding: bytes[start..<Swift.min(start + 2, bytes.count)], as: UTF8.self)
        let one = String(decoding: bytes[start...start], as: UTF8.self)
        if ["<=", ">=", "==", "!="].contains(two) {
          tokens.append(.word(two))
          index += 2
        } else if "+-*/()<>,.".contains(one) {
          tokens.append(.word(one))
          index += 1
        } else {
          throw FormulaError(message: "'\(one)' means nothing in a formula")
        }
      }
    }
    guard !tokens.isEmpty else { throw FormulaError(message: "is empty") }
    return tokens
  }

  /// A number as `0.05`, `5%`, `1e6`, or a date as `2030-01-15`.
  private static func number(_ bytes: [UInt8], _ index: inout Int) throws(FormulaError) -> FormulaToken {
    let start = index
    if start + 10 <= bytes.count,
      let date = CivilDate(iso: String(decoding: bytes[start..<start + 10], as: UTF8.self))
    {
      index += 10
      return .number(Double(date.dayNumber), date.description)
    }
    func skipDigits() { while index < bytes.count, isDigit(bytes[index]) { index += 1 } }
    skipDigits()
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), isDigit(bytes[index + 1]) {
      index += 1
      skipDigits()
    }
    if index < bytes.count, bytes[index] | 32 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
        index += 1
      }
      skipDigits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let number = Double(text), number.isFinite, index == bytes.count || !isLetter(bytes[index]) else {
      throw FormulaError(message: "'\(text)' is not a number")
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: "%") {
      index += 1
      return .number(number / 100, text + "%")
    }
    return .number(number, text)
  }
}
