/// Canonical JSON by RFC 8785 (JCS): one text for one value, so that its hash names it.
///
/// Members are sorted by the UTF-16 units of their names, numbers are written as ECMAScript writes them, strings
/// carry only the escapes they need, and there is no white space. Property names become `snake_case`.
public enum CanonicalJSON {
  /// The canonical text of a value. Throws on numbers that are not finite, on integers beyond ±2^53 and on
  /// repeated names.
  public static func encode(_ value: some Encodable) throws(JSONError) -> String {
    String(decoding: try encodeBytes(value), as: UTF8.self)
  }

  /// The canonical text of a value as UTF-8 bytes.
  public static func encodeBytes(_ value: some Encodable) throws(JSONError) -> [UInt8] {
    var out: [UInt8] = []
    var path = JSONPath()
    try append(try JSONValueEncoder.value(of: value), at: &path, to: &out)
    return out
  }

  /// A value from JSON text, canonical or not, with `snake_case` names.
  ///
  /// Throws `JSONError` with the line and column of malformed text, or the path of a field that is missing, has
  /// another type than asked for, or is not known to the type (so that a misspelt name is never ignored).
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8]
  ) throws(JSONError) -> Value {
    try decode(type, from: try JSONDocument.parse(bytes))
  }

  /// A value from JSON text, canonical or not.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from text: String
  ) throws(JSONError) -> Value {
    try decode(type, from: try JSONDocument.parse(text))
  }

  /// A value from a JSON value in memory.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from value: JSONValue
  ) throws(JSONError) -> Value {
    try JSONValueDecoder.decode(type, from: value, at: JSONPath())
  }

  /// Appends a string in quotes with the fewest escapes (RFC 8785 section 3.2.2.2).
  public static func appendString(_ utf8: some Sequence<UInt8>, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    let isPlain = utf8.withContiguousStorageIfAvailable { bytes in
      guard !bytes.contains(where: needsEscape) else { return false }
      out.append(contentsOf: bytes)
      return true
    }
    if isPlain != true { appendEscaped(utf8, to: &out) }
    out.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func appendEscaped(_ utf8: some Sequence<UInt8>, to out: inout [UInt8]) {
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "\""): out.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): out.append(contentsOf: "\\\\".utf8)
      case 0x08: out.append(contentsOf: "\\b".utf8)
      case 0x09: out.append(contentsOf: "\\t".utf8)
      case 0x0A: out.append(contentsOf: "\\n".utf8)
      case 0x0C: out.append(contentsOf: "\\f".utf8)
      case 0x0D: out.append(contentsOf: "\\r".utf8)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        out.append(contentsOf: "\\u00".utf8)
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      default: out.append(byte)
      }
    }
  }

  private static func append(
    _ value: JSONValue, at path: inout JSONPath, to out: inout [UInt8]
  ) throws(JSONError) {
    switch value {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let flag): out.append(contentsOf: flag ? "true".utf8 : "false".utf8)
    case .number(let number):
      guard number.isFinite else {
        throw JSONError("\(number) cannot be written as JSON", path: "\(path)")
      }
      JSONNumber.append(number, to: &out)
    case .string(let text): appendString(text.utf8, to: &out)
    case .array(let values):
      out.append(UInt8(ascii: "["))
      for (index, element) in values.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        path.append(.index(index))
        try append(element, at: &path, to: &out)
        path.removeLast()
      }
      out.append(UInt8(ascii: "]"))
    case .object(let object):
      let members = object.members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        path.append(.name(member.name))
        if index > 0 {
          guard members[index - 1].name != member.name else {
            throw JSONError("the name '\(member.name)' appears twice in one object", path: "\(path)")
          }
          out.append(UInt8(ascii: ","))
        }
        appendString(member.name.utf8, to: &out)
        out.append(UInt8(ascii: ":"))
        try append(member.value, at: &path, to: &out)
        path.removeLast()
      }
      out.append(UInt8(ascii: "}"))
    }
  }
}
