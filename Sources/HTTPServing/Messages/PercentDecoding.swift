/// Percent-decoding, RFC 3986 section 2.1, that refuses what it cannot decode instead of guessing.
enum PercentDecoding {
  /// The text of percent-encoded `bytes`, or `nil` for a `%` without two hexadecimal digits, a control
  /// character, or bytes that are not UTF-8.
  ///
  /// - Parameter plusIsSpace: whether `+` stands for a space, as in the query of an HTML form.
  static func decode(_ bytes: Substring.UTF8View, plusIsSpace: Bool) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(hexadecimalDigit),
          let low = rest.next().flatMap(hexadecimalDigit)
        else { return nil }
        value = high << 4 | low
      case UInt8(ascii: "+") where plusIsSpace:
        value = UInt8(ascii: " ")
      default:
        value = byte
      }
      guard value >= 0x20, value != 0x7F else { return nil }
      decoded.append(value)
    }
    return String(validating: decoded, as: UTF8.self)
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
