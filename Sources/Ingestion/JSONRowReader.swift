import Glibc
import JSONDocuments

/// A streaming reader of the rows of a JSON document: an array, or an object whose one member is an array.
///
/// Rows are parsed in batches of whole array elements, so that memory does not grow with the file. Every byte is either
/// part of a batch that the strict parser reads or checked here.
final class JSONRowReader {
  struct Limits {
    /// Bytes read at a time; a batch is what of them are whole rows.
    var batchBytes = 1 << 20
    var rowBytes = 64 << 20
  }

  private let source: ByteSource
  private let file: String
  private let collection: String
  private let limits: Limits
  private let parser = JSONParser()
  /// The unread bytes lie in `buffer[start..<end]`.
  private var buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var isAtEndOfFile = false
  /// Where `buffer[start]` is in the file, from 1.
  private var line = 1
  private var column = 1

  init(_ source: ByteSource, file: String, collection: String, limits: Limits = Limits()) {
    self.source = source
    self.file = file
    self.collection = collection
    self.limits = limits
    buffer = .allocate(byteCount: limits.batchBytes, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// Lends each row to `body`, in order.
  ///
  /// Throws `IngestionError` at the first fault of the text, after the rows of the batches before it; a document of one
  /// batch is checked before its first row.
  func read(_ body: (JSONElement) throws -> Void) throws {
    try fill()
    if isAtEndOfFile {
      try parse(start..<end) { root in
        for row in try rows(root) { try body(row) }
      }
      return
    }
    if unread.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
    let isMember = try openCollection()
    try readRows(body)
    if isMember {
      guard try nextByte() == UInt8(ascii: "}") else { throw wrongShape }
      advance(by: 1)
    }
    if let byte = try nextByte() {
      throw fault("unexpected \(shown(byte)) after the end of the document")
    }
  }

  // MARK: Rows

  /// Reads the elements of the array whose bracket is at `start`, and moves past its end.
  private func readRows(_ body: (JSONElement) throws -> Void) throws {
    var scan = Scan()
    while true {
      let found = scan.run(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
      switch found {
      case .end(let bracket):
        // The batch runs from the opening bracket, or the comma before it, to the closing one.
        try parseBatch(bracket, mustHoldRows: scan.hasBatches, body)
        advance(by: bracket + 1)
        return
      case .strayBrace(let brace):
        // The strict parser says what is wrong, with this or before it.
        buffer[start] = UInt8(ascii: "[")
        try parse(start..<(start + brace + 1)) { _ in }
        throw fault("a brace closes what no brace opened")
      case .more(let comma):
        if let comma {
          try parseBatch(comma, mustHoldRows: true, body)
          advance(by: comma)
          scan.startBatch(after: comma)
        }
        guard try fill() else {
          // The strict parser says what is missing.
          buffer[start] = UInt8(ascii: "[")
          try parse(start..<end) { _ in }
          throw fault("the array does not end")
        }
      }
    }
  }

  private func parseBatch(_ last: Int, mustHoldRows: Bool, _ body: (JSONElement) throws -> Void) throws {
    let closing = buffer[start + last]
    buffer[start] = UInt8(ascii: "[")
    buffer[start + last] = UInt8(ascii: "]")
    defer { buffer[start + last] = closing }
    try parse(start..<(start + last + 1)) { root in
      var isEmpty = true
      for row in root.elements! {
        isEmpty = false
        try body(row)
      }
      if isEmpty, mustHoldRows {
        advance(by: last)
        throw fault("expected a value, found \(shown(closing))")
      }
    }
  }

  /// Finds where elements end. Offsets are from the bracket or comma before the batch.
  private struct Scan {
    enum Found {
      /// All bytes are scanned; the last comma between elements, if any.
      case more(comma: Int?)
      /// The closing bracket of the array.
      case end(Int)
      /// A brace where only a bracket could close.
      case strayBrace(Int)
    }

    private var index = 1
    private var depth = 0
    private var isInString = false
    private(set) var hasBatches = false

    /// The bytes up to `comma` are done; scanning goes on where it was.
    mutating func startBatch(after comma: Int) {
      index -= comma
      hasBatches = true
    }

    mutating func run(_ bytes: UnsafeRawBufferPointer) -> Found {
      var comma: Int?
      while index < bytes.count {
        let byte = bytes[index]
        if isInString {
          if byte == UInt8(ascii: "\\") {
            // An escaped quote ends nothing. The escape's second byte may not have been read yet.
            guard index + 1 < bytes.count else { return .more(comma: comma) }
            index += 1
          } else if byte == UInt8(ascii: "\"") {
            isInString = false
          }
        } else {
          switch byte {
          case UInt8(ascii: "\""): isInString = true
          case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
          case UInt8(ascii: "}"), UInt8(ascii: "]"):
            if depth == 0 { return byte == UInt8(ascii: "]") ? .end(index) : .strayBrace(index) }
            depth -= 1
          case UInt8(ascii: ",") where depth == 0: comma = index
          default: break
          }
        }
        index += 1
      }
      return .more(comma: comma)
    }
  }

  // MARK: Shape

  private var wrongShape: IngestionError {
    IngestionError(
      file: file,
      message: "is not an array of objects, nor an object with the one member '\(collection)'")
  }

  private func rows(_ root: JSONElement) throws(IngestionError) -> JSONElement.Elements {
    if let elements = root.elements { return elements }
    if let members = root.members {
      let named = Array(members)
      if named.count == 1, named[0].name.elementsEqual(collection.utf8),
        let elements = named[0].value.elements
      {
        return elements
      }
    }
    throw wrongShape
  }

  /// Moves to the bracket that opens the array; true when it is an object's member.
  private func openCollection() throws -> Bool {
    switch try nextByte() {
    case UInt8(ascii: "["): return false
    case UInt8(ascii: "{"): break
    default: throw wrongShape
    }
    advance(by: 1)
    let name = Array("\"\(collection)\"".utf8)
    guard try nextByte() != nil, unread.starts(with: name) else { throw wrongShape }
    advance(by: name.count)
    guard try nextByte() == UInt8(ascii: ":") else { throw wrongShape }
    advance(by: 1)
    guard try nextByte() == UInt8(ascii: "[") else { throw wrongShape }
    return true
  }

  // MARK: Bytes

  private var unread: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[start..<end]) }

  /// The next byte that is not white space, at `start` afterwards; `nil` at the end of the file.
  private func nextByte() throws(IngestionError) -> UInt8? {
    while true {
      while start < end {
        let byte = buffer[start]
        guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
        advance(by: 1)
      }
      guard try fill() else { return nil }
    }
  }

  /// Reads until the buffer is full, making room for it first; false when nothing came.
  @discardableResult
  private func fill() throws(IngestionError) -> Bool {
    if start > 0 {
      memmove(buffer.baseAddress!, buffer.baseAddress! + start, end - start)
      end -= start
      start = 0
    }
    if end == buffer.count { try grow() }
    let before = end
    while end < buffer.count, !isAtEndOfFile {
      let count = try source.read(UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
      if count == 0 { isAtEndOfFile = true }
      end += count
    }
    return end > before
  }

  /// Makes room for a row that is longer than a batch.
  private func grow() throws(IngestionError) {
    guard buffer.count < limits.rowBytes else {
      throw fault("the row that starts here is longer than \(limits.rowBytes) bytes; shorten it")
    }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * buffer.count, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
    buffer.deallocate()
    buffer = larger
  }

  private func advance(by count: Int) {
    for byte in buffer[start..<(start + count)] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    start += count
  }

  private func parse(_ range: Range<Int>, _ body: (JSONElement) throws -> Void) throws {
    do {
      try parser.withDocument(UnsafeRawBufferPointer(rebasing: buffer[range]), body)
    } catch let error as JSONError {
      guard let location = error.location else {
        throw IngestionError(file: file, field: error.path, message: error.message)
      }
      throw IngestionError(
        file: file, line: line + location.line - 1,
        column: location.line == 1 ? column + location.column - 1 : location.column, message: error.message)
    }
  }

  private func fault(_ message: String) -> IngestionError {
    IngestionError(file: file, line: line, column: column, message: message)
  }

  private func shown(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }
}
