import Glibc
import JSONDocuments

/// A streaming reader of CSV (RFC 4180) over bytes.
///
/// Takes quoted cells with doubled quotes and line breaks, LF and CRLF, and a byte order mark. A record is checked
/// for size, UTF-8 and NUL; a faulty one is reported and reading goes on with the line after it.
final class CSVReader {
  struct Limits {
    var recordBytes = 1 << 20
    var cellBytes = 64 << 10
    var cells = 200
  }

  enum Record {
    /// The cells are in `cells` until the next call.
    case cells
    /// The record that starts on `line` cannot be used, and why.
    case fault(String)
    case end
  }

  /// Line on which the record last returned starts, from 1.
  private(set) var line = 0
  private(set) var cells: [UnsafeBufferPointer<UInt8>] = []

  private let source: ByteSource
  private let limits: Limits
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// The unread bytes lie in `buffer[start..<end]`.
  private var start = 0
  private var end = 0
  private var nextLine = 1
  /// The first and the last line of the record last returned, still unread.
  private var lines: (first: Line, last: Line)?
  private let scratch: UnsafeMutableBufferPointer<UInt8>

  init(_ source: ByteSource, limits: Limits = Limits()) {
    self.source = source
    self.limits = limits
    buffer = .allocate(capacity: 2 * limits.recordBytes)
    scratch = .allocate(capacity: limits.recordBytes)
  }

  deinit {
    buffer.deallocate()
    scratch.deallocate()
  }

  /// Reads the next record that is not a blank line.
  func next() throws(IngestionError) -> Record {
    if line == 0 { try skipByteOrderMark() }
    if let lines { advance(lines.last) }
    lines = nil
    while true {
      line = nextLine
      guard let first = try lineEnd(from: 0) else { return try refuseLongLine() }
      if first.length == 0, !first.hasBreak { return .end }
      let content = contentLength(first)
      if content == 0 {
        advance(first)
        continue
      }
      return try readRecord(first)
    }
  }

  private func readRecord(_ first: Line) throws(IngestionError) -> Record {
    var last = first
    var quotes = countQuotes(0..<first.length)
    // Doubled quotes count twice, so an odd number means that a quoted cell goes on after the line break.
    while quotes % 2 == 1 {
      guard last.hasBreak, let following = try lineEnd(from: last.length + 1),
        following.length <= limits.recordBytes
      else {
        advance(first)
        return .fault(
          "a quote in this row does not close; close it, or double a quote that belongs to the text")
      }
      quotes += countQuotes((last.length + 1)..<following.length)
      last = following
    }
    var bytes = UnsafeMutableBufferPointer(rebasing: buffer[start..<(start + contentLength(last))])
    lines = (first, last)
    if last.length > first.length {
      // Splitting moves bytes, but these lines may have to be read again: work on a copy.
      _ = scratch.update(fromContentsOf: bytes)
      bytes = UnsafeMutableBufferPointer(rebasing: scratch[..<bytes.count])
    }
    if let fault = faultOfBytes(UnsafeRawBufferPointer(bytes))
      ?? (quotes == 0 ? splitPlain(bytes) : splitQuoted(bytes))
    {
      retreat()
      return .fault(fault)
    }
    return .cells
  }

  /// Gives back all lines but the first of the record last returned: it cannot be what its writer meant, and a
  /// quote that opened by mistake should not cost the rows after it.
  func retreat() {
    if let lines { self.lines = (lines.first, lines.first) }
  }

  private func faultOfBytes(_ bytes: UnsafeRawBufferPointer) -> String? {
    if memchr(bytes.baseAddress!, 0, bytes.count) != nil {
      return "the row holds a NUL byte; save the file as UTF-8 text"
    }
    return UTF8Check.isValid(bytes) ? nil : "the row is not valid UTF-8; save the file as UTF-8"
  }

  // MARK: Cells

  /// Splits a record without quotes. Returns what is wrong, if anything.
  private func splitPlain(_ bytes: UnsafeMutableBufferPointer<UInt8>) -> String? {
    cells.removeAll(keepingCapacity: true)
    var index = 0
    while true {
      let comma = find(UInt8(ascii: ","), in: bytes, from: index) ?? bytes.count
      if let fault = append(bytes, index..<comma) { return fault }
      guard comma < bytes.count else { return nil }
      index = comma + 1
    }
  }

  /// Splits a record with quotes: bytes of a quoted cell move down over the quotes that are not text.
  private func splitQuoted(_ bytes: UnsafeMutableBufferPointer<UInt8>) -> String? {
    cells.removeAll(keepingCapacity: true)
    var index = 0
    while true {
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        let first = index + 1
        var out = first
        index = first
        while true {
          // The quotes of the record are even in number, so that one is always left to close the cell.
          guard let quote = find(UInt8(ascii: "\""), in: bytes, from: index) else {
            return "a quoted cell does not close"
          }
          let count = quote - index
          memmove(bytes.baseAddress! + out, bytes.baseAddress! + index, count)
          out += count
          index = quote + 1
          guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { break }
          bytes[out] = UInt8(ascii: "\"")
          out += 1
          index += 1
        }
        if let fault = append(bytes, first..<out) { return fault }
        guard index < bytes.count else { return nil }
        guard bytes[index] == UInt8(ascii: ",") else {
          return "text follows a closing quote in cell \(cells.count); double quotes that belong to the text"
        }
        index += 1
      } else {
        let comma = find(UInt8(ascii: ","), in: bytes, from: index) ?? bytes.count
        guard (find(UInt8(ascii: "\""), in: bytes, from: index) ?? comma) >= comma else {
          return
            "a quote stands inside cell \(cells.count + 1), which is not quoted; put the cell in quotes and double it"
        }
        if let fault = append(bytes, index..<comma) { return fault }
        guard comma < bytes.count else { return nil }
        index = comma + 1
      }
    }
  }

  private func append(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>) -> String? {
    guard range.count <= limits.cellBytes else {
      return "cell \(cells.count + 1) is longer than \(limits.cellBytes) bytes; shorten it"
    }
    guard cells.count < limits.cells else { return "the row has more than \(limits.cells) cells" }
    cells.append(UnsafeBufferPointer(rebasing: bytes[range]))
    return nil
  }

  private func find(
    _ byte: UInt8, in bytes: UnsafeMutableBufferPointer<UInt8>, from index: Int
  ) -> Int? {
    guard index < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + index, Int32(byte), bytes.count - index)
    else { return nil }
    return found - UnsafeMutableRawPointer(base)
  }

  private func countQuotes(_ range: Range<Int>) -> Int {
    var count = 0
    var index = range.lowerBound
    let bytes = UnsafeMutableBufferPointer(rebasing: buffer[start..<(start + range.upperBound)])
    while let quote = find(UInt8(ascii: "\""), in: bytes, from: index) {
      count += 1
      index = quote + 1
    }
    return count
  }

  // MARK: Lines

  /// A stretch of lines from `start`: its length without the last line break, and whether there is one.
  private struct Line {
    let length: Int
    let hasBreak: Bool
  }

  /// Where the line ends that runs on `offset` bytes after `start`; `nil` when it is longer than a record may be.
  private func lineEnd(from offset: Int) throws(IngestionError) -> Line? {
    var searched = offset
    while true {
      let unread = UnsafeMutableBufferPointer(rebasing: buffer[start..<end])
      if let found = find(UInt8(ascii: "\n"), in: unread, from: searched) {
        guard found <= limits.recordBytes else { return nil }
        return Line(length: found, hasBreak: true)
      }
      searched = max(offset, unread.count)
      guard unread.count <= limits.recordBytes else { return nil }
      guard try fill() else { return Line(length: unread.count, hasBreak: false) }
    }
  }

  /// The length without the carriage return of CRLF.
  private func contentLength(_ line: Line) -> Int {
    let endsInReturn = line.length > 0 && buffer[start + line.length - 1] == UInt8(ascii: "\r")
    return endsInReturn ? line.length - 1 : line.length
  }

  /// Moves past a stretch of lines.
  private func advance(_ line: Line) {
    nextLine += 1
    let unread = UnsafeMutableBufferPointer(rebasing: buffer[start..<(start + line.length)])
    var index = 0
    while let found = find(UInt8(ascii: "\n"), in: unread, from: index) {
      nextLine += 1
      index = found + 1
    }
    start += line.length + (line.hasBreak ? 1 : 0)
  }

  /// Drops a line that is longer than a record may be.
  private func refuseLongLine() throws(IngestionError) -> Record {
    let fault = Record.fault("the row is longer than \(limits.recordBytes) bytes; shorten it")
    nextLine += 1
    while true {
      let unread = UnsafeMutableBufferPointer(rebasing: buffer[start..<end])
      if let found = find(UInt8(ascii: "\n"), in: unread, from: 0) {
        start += found + 1
        return fault
      }
      start = end
      guard try fill() else { return fault }
    }
  }

  private func skipByteOrderMark() throws(IngestionError) {
    while end - start < 3 {
      guard try fill() else { return }
    }
    if buffer[start] == 0xEF, buffer[start + 1] == 0xBB, buffer[start + 2] == 0xBF { start += 3 }
  }

  /// Reads more behind the unread bytes; false at the end of the source.
  private func fill() throws(IngestionError) -> Bool {
    if start > 0 {
      memmove(buffer.baseAddress!, buffer.baseAddress! + start, end - start)
      end -= start
      start = 0
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[end...])
    precondition(room.count > 0, "a record fills half of the buffer at most")
    let count = try source.read(room)
    end += count
    return count > 0
  }
}
