/// Walks a JSON text byte by byte and throws the first departure from RFC 8259.
struct JSONScanner {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0
  private var depth = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func scanDocument() throws(JSONFault) {
    skipSpace()
    guard index < bytes.count else { throw fault("the document is empty") }
    try scanValue()
    skipSpace()
    guard index == bytes.count else { throw fault("unexpected \(found) after the end of the document") }
  }

  private mutating func scanValue() throws(JSONFault) {
    switch peek {
    case UInt8(ascii: "{"): try scanObject()
    case UInt8(ascii: "["): try scanArray()
    case UInt8(ascii: "\""): try scanString()
    case UInt8(ascii: "t"): try scanWord("true")
    case UInt8(ascii: "f"): try scanWord("false")
    case UInt8(ascii: "n"): try scanWord("null")
    case UInt8(ascii: "-"): try scanNumber()
    case let byte where isDigit(byte): try scanNumber()
    default: throw fault("expected a value, found \(found)")
    }
  }

  private mutating func scanObject() throws(JSONFault) {
    try enter()
    if peek != UInt8(ascii: "}") {
      while true {
        guard peek == UInt8(ascii: "\"") else {
          throw fault("expected a member name in quotes, found \(found)")
        }
        try scanString()
        skipSpace()
        guard peek == UInt8(ascii: ":") else { throw fault("expected ':' after the name, found \(found)") }
        index += 1
        skipSpace()
        try scanValue()
        skipSpace()
        if peek == UInt8(ascii: "}") { break }
        guard peek == UInt8(ascii: ",") else { throw fault("expected ',' or '}', found \(found)") }
        index += 1
        skipSpace()
      }
    }
    leave()
  }

  private mutating func scanArray() throws(JSONFault) {
    try enter()
    if peek != UInt8(ascii: "]") {
      while true {
        try scanValue()
        skipSpace()
        if peek == UInt8(ascii: "]") { break }
        guard peek == UInt8(ascii: ",") else { throw fault("expected ',' or ']', found \(found)") }
        index += 1
        skipSpace()
      }
    }
    leave()
  }

  private mutating func enter() throws(JSONFault) {
    depth += 1
    guard depth <= 1_024 else { throw fault("arrays and objects nest more than 1024 deep") }
    index += 1
    skipSpace()
  }

  private mutating func leave() {
    depth -= 1
    index += 1
  }

  private mutating func scanWord(_ word: StaticString) throws(JSONFault) {
    let wanted = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[index...].starts(with: wanted) else { throw fault("expected a value, found \(found)") }
    index += wanted.count
  }

  private mutating func scanNumber() throws(JSONFault) {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    if peek == UInt8(ascii: "0") {
      index += 1
      guard !isDigit(peek) else { throw fault("a number must not start with 0", at: start) }
    } else {
      try scanDigits()
    }
    if peek == UInt8(ascii: ".") {
      index += 1
      try scanDigits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      try scanDigits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw fault("the number is beyond the range of double precision", at: start)
    }
  }

  private mutating func scanDigits() throws(JSONFault) {
    guard isDigit(peek) else { throw fault("expected a digit, found \(found)") }
    while isDigit(peek) { index += 1 }
  }

  private mutating func scanString() throws(JSONFault) {
    let start = index
    index += 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"): try scanEscape()
      case 0..<0x20: throw fault("a control character in a string must be written as an escape")
      case 0x20..<0x80: index += 1
      default:
        let length = UTF8Check.sequenceLength(bytes, at: index)
        guard length > 0 else { throw fault("the text is not valid UTF-8") }
        index += length
      }
    }
    throw fault("the string that starts here does not end", at: start)
  }

  private mutating func scanEscape() throws(JSONFault) {
    let start = index
    index += 1
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 1
    case UInt8(ascii: "u"):
      let high = try scanHex(start)
      guard (0xD800...0xDFFF).contains(high) else { return }
      guard high < 0xDC00, peek == UInt8(ascii: "\\"), index + 1 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "u")
      else { throw fault("half of a surrogate pair stands alone", at: start) }
      index += 1
      let low = try scanHex(start)
      guard (0xDC00...0xDFFF).contains(low) else {
        throw fault("half of a surrogate pair stands alone", at: start)
      }
    default: throw fault("no such escape in JSON", at: start)
    }
  }

  /// Four hex digits after the `u` at the current index.
  private mutating func scanHex(_ start: Int) throws(JSONFault) -> Int {
    index += 1
    guard index + 4 <= bytes.count else { throw fault("the escape is cut short", at: start) }
    var value = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw fault("an escape needs four hex digits", at: start)
      }
      value = value * 16 + digit
      index += 1
    }
    return value
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }

  /// The byte at the current index, for a message.
  private var found: String {
    guard let byte = peek else { return "the end of the text" }
    return (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }

  private func fault(_ message: String, at offset: Int? = nil) -> JSONFault {
    JSONFault(byteOffset: offset ?? index, message: message)
  }
}
