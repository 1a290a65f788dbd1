import CExpat

/// Reads elements and their text from XML 1.0 by expat, a piece of the file at a time: what regulatory filings need, and nothing that
/// reaches out of the file.
///
/// Attributes, comments and processing instructions are passed over; document types, and so entities of their own, are refused.
final class XMLReader {
  enum Event: Equatable {
    case start(Element)
    /// All text between two tags, never only white space.
    case text(String)
    case end
  }

  struct Element: Equatable {
    /// Without prefix.
    let name: String
    /// Empty where it has none.
    let namespace: String
    /// On which its tag begins, from 1.
    let line: Int
  }

  /// Elements within elements.
  static let deepest = 64
  private static let pieceBytes = 1 << 16

  private let source: ByteSource
  private let file: String
  private let limit: Int
  private let parser: XML_Parser
  private var bytesRead = 0
  private var isAtEnd = false
  private var depth = 0
  /// Since the last tag.
  private var text: [UInt8] = []
  private var events: [Event] = []
  private var nextEvent = 0
  /// What a handler refused.
  private var refusal: String?

  /// - Parameter limit: Bytes beyond it throw.
  init(_ source: ByteSource, file: String, limit: Int) throws(IngestionError) {
    // Names come as namespace, blank, name.
    guard let parser = XML_ParserCreateNS(nil, XML_Char(UInt8(ascii: " "))) else {
      throw IngestionError(file: file, message: "cannot be read: no memory")
    }
    self.source = source
    self.file = file
    self.limit = limit
    self.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { reader, name, _ in XMLReader.of(reader).start(name) },
      { reader, _ in XMLReader.of(reader).end() })
    XML_SetCharacterDataHandler(parser) { reader, bytes, count in
      let bytes = UnsafeRawBufferPointer(start: bytes, count: Int(count))
      XMLReader.of(reader).text.append(contentsOf: bytes)
    }
    XML_SetStartDoctypeDeclHandler(parser) { reader, _, _, _, _ in
      XMLReader.of(reader).refuse("document types are not read; remove the <!DOCTYPE …>")
    }
  }

  deinit { XML_ParserFree(parser) }

  /// The next event; `nil` at the end of the document.
  func next() throws(IngestionError) -> Event? {
    while nextEvent == events.count {
      guard !isAtEnd else { return nil }
      try parsePiece()
    }
    nextEvent += 1
    return events[nextEvent - 1]
  }

  private func parsePiece() throws(IngestionError) {
    events.removeAll(keepingCapacity: true)
    nextEvent = 0
    guard let piece = XML_GetBuffer(parser, Int32(Self.pieceBytes)) else {
      throw IngestionError(file: file, message: "cannot be read: no memory")
    }
    let count = try source.read(UnsafeMutableRawBufferPointer(start: piece, count: Self.pieceBytes))
    bytesRead += count
    guard bytesRead <= limit else {
      throw IngestionError(file: file, message: "is larger than \(limit) bytes; split it")
    }
    isAtEnd = count == 0
    guard XML_ParseBuffer(parser, Int32(count), isAtEnd ? 1 : 0) == XML_STATUS_OK else {
      throw IngestionError(
        file: file, line: Int(XML_GetCurrentLineNumber(parser)), message: refusal ?? malformation())
    }
  }

  private func malformation() -> String {
    let error = XML_GetErrorCode(parser)
    if error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN {
      return "the file ends before its outermost element does; it was cut short, or is no XML"
    }
    return "is not well-formed XML: \(String(cString: XML_ErrorString(error))); send the file as it was filed"
  }

  private static func of(_ userData: UnsafeMutableRawPointer?) -> XMLReader {
    guard let userData else { preconditionFailure("handlers are called with their reader") }
    return Unmanaged<XMLReader>.fromOpaque(userData).takeUnretainedValue()
  }

  private func start(_ qualified: UnsafePointer<XML_Char>?) {
    endText()
    depth += 1
    guard depth <= Self.deepest else { return refuse("elements are more than \(Self.deepest) deep") }
    let parts = qualified.map { String(cString: $0).split(separator: " ", maxSplits: 1) } ?? []
    events.append(
      .start(
        Element(
          name: parts.last.map(String.init) ?? "", namespace: parts.count > 1 ? String(parts[0]) : "",
          line: Int(XML_GetCurrentLineNumber(parser)))))
  }

  private func end() {
    endText()
    depth -= 1
    events.append(.end)
  }

  private func endText() {
    if !text.allSatisfy({ $0 == 32 || (9...10).contains($0) || $0 == 13 }) {
      events.append(.text(String(decoding: text, as: UTF8.self)))
    }
    text.removeAll(keepingCapacity: true)
  }

  private func refuse(_ message: String) {
    if refusal == nil { refusal = message }
    XML_StopParser(parser, XML_Bool(0))
  }
}
