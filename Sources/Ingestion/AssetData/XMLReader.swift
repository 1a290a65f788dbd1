import JSONDocuments

/// Reads elements and their text from XML 1.0 in memory: what regulatory filings need, and nothing that reaches out of the file.
///
/// Attributes, comments and processing instructions are passed over; document types, and so entities of their own, are refused.
struct XMLReader {
  enum Event: Equatable {
    /// An element begins; its name without prefix.
    case start(String)
    /// Text between tags, never only white space; references are replaced.
    case text(String)
    case end(String)
  }

  /// Elements within elements.
  static let deepest = 64

  private let bytes: [UInt8]
  private let file: String
  private var index = 0
  private var open: [String] = []
  /// An element that was closed by its own tag, still to end.
  private var closing: String?
  private var hasRoot = false
  /// Value of `xmlns` of the outermost element; empty where it has none.
  private(set) var namespace = ""

  init(_ bytes: [UInt8], file: String) throws(IngestionError) {
    self.bytes = bytes
    self.file = file
    guard bytes.withUnsafeBytes({ UTF8Check.isValid($0) }) else {
      throw IngestionError(file: file, message: "is not valid UTF-8; save the file as UTF-8")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  /// Lines before `countedTo`.
  private var counted = 0
  private var countedTo = 0

  /// Line on which the next event begins, from 1.
  mutating func line() -> Int {
    if index > countedTo {
      counted += bytes[countedTo..<min(index, bytes.count)].count { $0 == UInt8(ascii: "\n") }
      countedTo = index
    }
    return counted + 1
  }

  /// Moves over white space, so that the next event begins here.
  mutating func skipSpace() {
    index = bytes[index...].firstIndex { !Self.isSpace($0) } ?? bytes.count
  }

  /// The next event; `nil` at the end of the document.
  mutating func next() throws(IngestionError) -> Event? {
    if let name = closing {
      closing = nil
      return .end(name)
    }
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<") {
        if let event = try markup() { return event }
      } else {
        let start = index
        index = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        let text = bytes[start..<index]
        if text.allSatisfy(Self.isSpace) { continue }
        guard !open.isEmpty else {
          index = start
          throw fault("there is text outside of the outermost element")
        }
        return .text(try replaceReferences(text, from: start))
      }
    }
    if let name = open.last { throw fault("the file ends before </\(name)>; it was cut short") }
    guard hasRoot else { throw fault("the file has no element") }
    return nil
  }

  private mutating func markup() throws(IngestionError) -> Event? {
    if skips("<!--", to: "-->") || skips("<?", to: "?>") { return nil }
    if starts("<![CDATA[") {
      let start = index + 9
      guard let end = find("]]>", from: start) else { throw fault("a CDATA section does not close") }
      index = end + 3
      return start == end ? nil : .text(String(decoding: bytes[start..<end], as: UTF8.self))
    }
    if starts("<!") { throw fault("document types are not read; remove the <!DOCTYPE …>") }
    let start = index
    guard let end = tagEnd(from: start) else { throw fault("a tag does not close") }
    let isEnd = starts("</")
    let isEmpty = !isEnd && bytes[end - 1] == UInt8(ascii: "/")
    let inner = bytes[(start + (isEnd ? 2 : 1))..<(isEmpty ? end - 1 : end)]
    let qualified = inner.prefix { !Self.isSpace($0) }
    let name = String(
      decoding: qualified.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).last ?? [],
      as: UTF8.self)
    guard !name.isEmpty else { throw fault("a tag has no name") }
    if isEnd {
      guard open.last == name else {
        throw fault("</\(name)> closes what was not opened; <\(open.last ?? "")> is open")
      }
      open.removeLast()
      index = end + 1
      return .end(name)
    }
    guard !open.isEmpty || !hasRoot else { throw fault("there are two outermost elements") }
    if !hasRoot { namespace = Self.defaultNamespace(inner) }
    hasRoot = true
    guard open.count < Self.deepest else { throw fault("elements are more than \(Self.deepest) deep") }
    if isEmpty { closing = name } else { open.append(name) }
    index = end + 1
    return .start(name)
  }

  /// Where the tag that starts here ends; `>` within quotes does not end it.
  private func tagEnd(from start: Int) -> Int? {
    var quote: UInt8?
    for position in start..<bytes.count {
      let byte = bytes[position]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return position
      }
    }
    return nil
  }

  private static func defaultNamespace(_ tag: ArraySlice<UInt8>) -> String {
    let text = String(decoding: tag, as: UTF8.self)
    guard let mark = text.firstRange(of: "xmlns=") else { return "" }
    let rest = text[mark.upperBound...]
    guard let quote = rest.first, let end = rest.dropFirst().firstIndex(of: quote) else { return "" }
    return String(rest.dropFirst()[..<end])
  }

  private mutating func replaceReferences(
    _ text: ArraySlice<UInt8>, from start: Int
  ) throws(IngestionError) -> String {
    let raw = String(decoding: text, as: UTF8.self)
    guard text.contains(UInt8(ascii: "&")) else { return raw }
    var out = ""
    var rest = raw[...]
    while let mark = rest.firstIndex(of: "&") {
      out += rest[..<mark]
      guard let end = rest[mark...].firstIndex(of: ";"),
        let character = Self.character(rest[rest.index(after: mark)..<end])
      else {
        index = start
        throw fault("'&' begins no known reference; write it as &amp;")
      }
      out.unicodeScalars.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return out + rest
  }

  private static func character(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      if name.hasPrefix("#x") { return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) }
      return name.hasPrefix("#") ? UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) : nil
    }
  }

  private func starts(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  private func find(_ text: StaticString, from start: Int) -> Int? {
    text.withUTF8Buffer { pattern in
      guard start <= bytes.count - pattern.count else { return nil }
      return (start...(bytes.count - pattern.count)).first { bytes[$0...].starts(with: pattern) }
    }
  }

  /// Moves over what starts and ends like this; false where it does not start here.
  private mutating func skips(_ opening: StaticString, to closing: StaticString) -> Bool {
    guard starts(opening), let end = find(closing, from: index + opening.utf8CodeUnitCount) else {
      return false
    }
    index = end + closing.utf8CodeUnitCount
    return true
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...10).contains(byte) || byte == 13 }

  mutating func fault(_ message: String) -> IngestionError {
    IngestionError(file: file, line: line(), message: message)
  }
}
