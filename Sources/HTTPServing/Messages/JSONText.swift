/// Writes small JSON documents in the order given, without a failure case.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  mutating func beginObject() {
    separate()
    open("{")
  }

  mutating func endObject() {
    close("}")
  }

  mutating func beginArray(_ name: String) {
    key(name)
    open("[")
  }

  mutating func endArray() {
    close("]")
  }

  mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
    needsComma = true
  }

  mutating func member(_ name: String, _ value: Int) {
    key(name)
    bytes.append(contentsOf: String(value).utf8)
    needsComma = true
  }

  private mutating func key(_ name: String) {
    separate()
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func separate() {
    if needsComma {
      bytes.append(UInt8(ascii: ","))
    }
    needsComma = false
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  /// A string with the escapes RFC 8259 section 7 requires.
  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes.append(contentsOf: "\\u00\(byte < 0x10 ? "0" : "")\(digits)".utf8)
      default:
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
