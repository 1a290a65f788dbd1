/// Finds what is wrong with a text that simdjson refused, which tells only that something is.
///
/// A plain validator of RFC 8259 over bytes: slow beside simdjson, run only on refused texts.
struct JSONFault {
  let byteOffset: Int
  let message: String

  /// The first fault, or `nil` when the text is well-formed JSON.
  static func first(in bytes: UnsafeRawBufferPointer) -> JSONFault? {
    var scanner = JSONScanner(bytes: bytes)
    do throws(JSONFault) {
      try scanner.scanDocument()
      return nil
    } catch {
      return error
    }
  }

  func location(in bytes: UnsafeRawBufferPointer, skipped: Int) -> JSONError.Location {
    var line = 1
    var lineStart = 0
    for index in 0..<byteOffset where bytes[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    return JSONError.Location(
      byteOffset: byteOffset + skipped, line: line, column: byteOffset - lineStart + 1)
  }

  /// The text with `.0` after every integer of 19 digits or more; `nil` when there is none.
  static func longIntegersWithFraction(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 64)
    var changed = false
    var insideString = false
    var digits = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if insideString {
        out.append(byte)
        if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
          index += 1
          out.append(bytes[index])
        } else if byte == UInt8(ascii: "\"") {
          insideString = false
        }
      } else if (48...57).contains(byte) {
        digits += 1
        out.append(byte)
      } else {
        let continues = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
        if digits >= 19, !continues, out.isInteger(last: digits) {
          out.append(contentsOf: ".0".utf8)
          changed = true
        }
        digits = 0
        insideString = byte == UInt8(ascii: "\"")
        out.append(byte)
      }
      index += 1
    }
    if digits >= 19, out.isInteger(last: digits) {
      out.append(contentsOf: ".0".utf8)
      changed = true
    }
    return changed ? out : nil
  }
}

extension JSONFault: Error {}

extension [UInt8] {
  /// Whether the last `count` digits are a whole number rather than a fraction or an exponent.
  fileprivate func isInteger(last count: Int) -> Bool {
    guard self.count > count else { return true }
    switch self[self.count - count - 1] {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): return false
    case UInt8(ascii: "-"):
      guard self.count > count + 1 else { return true }
      let before = self[self.count - count - 2]
      return before != UInt8(ascii: "e") && before != UInt8(ascii: "E")
    default: return true
    }
  }
}
