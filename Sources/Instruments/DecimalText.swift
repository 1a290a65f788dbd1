/// Decimal numbers as written in files.
package enum DecimalText {
  /// The `Double` nearest to a decimal number: sign, digits, point, digits, exponent; at least one digit.
  ///
  /// `nil` for anything else (hexadecimal, `nan`, `inf`, separators, spaces) and beyond the range of `Double`.
  package static func number(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    var index = 0
    var negative = false
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      negative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var scale = 0
    func take(_ byte: UInt8) {
      digits += 1
      if significant == 0, byte == 48 { return }
      significant += 1
      if significant <= 19 { mantissa = mantissa * 10 + UInt64(byte - 48) }
    }
    while index < text.count, isDigit(text[index]) {
      take(text[index])
      index += 1
    }
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      let first = index
      while index < text.count, isDigit(text[index]) {
        take(text[index])
        index += 1
      }
      guard index > first else { return nil }
      scale = first - index
    }
    guard digits > 0 else { return nil }
    if index < text.count, text[index] == UInt8(ascii: "e") || text[index] == UInt8(ascii: "E") {
      guard let exponent = exponent(text, after: index) else { return nil }
      scale += exponent
      index = text.count
    }
    guard index == text.count else { return nil }

    // Clinger's fast path: an exact integer times or over an exact power of ten rounds once, so it rounds right.
    if significant <= 19, mantissa <= 1 << 53, abs(scale) <= 22 {
      let exact = Double(mantissa)
      let value = scale < 0 ? exact / powersOfTen[-scale] : exact * powersOfTen[scale]
      return negative ? -value : value
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  /// The exponent in the rest of `text` after the `e` at `index`; `nil` when malformed.
  private static func exponent(_ text: UnsafeBufferPointer<UInt8>, after index: Int) -> Int? {
    var index = index + 1
    var negative = false
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      negative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < text.count else { return nil }
    var value = 0
    while index < text.count {
      guard isDigit(text[index]) else { return nil }
      value = min(value * 10 + Int(text[index] - 48), 100_000)
      index += 1
    }
    return negative ? -value : value
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  /// 10⁰ to 10²², the powers of ten that `Double` holds exactly.
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]
}
