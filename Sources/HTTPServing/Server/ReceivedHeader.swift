private import CHTTPSupport
private import CMicrohttpd
private import Glibc

/// A request's header as the library parsed it, and whether it was made of proper lines.
///
/// The library is lenient: it takes a lone LF for a line end, joins folded lines, cuts a value at a NUL and
/// skips lines it cannot read. A proxy in front may see other fields in the same bytes, so such requests must
/// be refused, but no callback shows the bytes. The library parses in place, however: between the end of one
/// value and the next name there lie exactly the CR and LF it overwrote, after blanks at most. Any
/// other distance means a line that was not a proper one.
struct ReceivedHeader {
  let method: HTTPMethod
  let version: String
  private(set) var fields = HTTPHeaders()
  /// Bytes of request line and fields.
  let size: Int
  private(set) var hasProperLines = true
  /// One past the last byte of the line read so far, before its line end.
  private var lineEnd: UnsafePointer<CChar>

  init(_ connection: OpaquePointer, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>) {
    self.method = HTTPMethod(rawValue: String(cString: method))
    self.version = String(cString: version)
    size = tenor_http_request_header_size(connection)
    lineEnd = version + strlen(version)
    withUnsafeMutablePointer(to: &self) { pointer in
      _ = MHD_get_connection_values_n(connection, .HEADER_KIND, collectField, pointer)
    }
    // After the last line comes the empty one.
    checkGap(to: method + size, lineEnds: 2)
  }

  fileprivate mutating func add(name: UnsafeBufferPointer<CChar>, value: UnsafeBufferPointer<CChar>) {
    fields.add(Self.text(name), Self.text(value))
    guard let start = name.baseAddress else {
      hasProperLines = false
      return
    }
    checkGap(to: start, lineEnds: 1)
    lineEnd = value.baseAddress.map { $0 + value.count } ?? start + name.count
  }

  private mutating func checkGap(to next: UnsafePointer<CChar>, lineEnds: Int) {
    let blanks = next - lineEnd - 2 * lineEnds
    guard hasProperLines, (0...size).contains(blanks),
      UnsafeBufferPointer(start: lineEnd, count: blanks).allSatisfy({ $0 == 0x20 || $0 == 0x09 })
    else {
      hasProperLines = false
      return
    }
  }

  private static func text(_ bytes: UnsafeBufferPointer<CChar>) -> String {
    String(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)
  }
}

private func collectField(
  _ context: UnsafeMutableRawPointer?, _ kind: MHD_ValueKind, _ name: UnsafePointer<CChar>?,
  _ nameSize: Int, _ value: UnsafePointer<CChar>?, _ valueSize: Int
) -> MHD_Result {
  guard let context else { return .NO }
  context.assumingMemoryBound(to: ReceivedHeader.self).pointee.add(
    name: UnsafeBufferPointer(start: name, count: name == nil ? 0 : nameSize),
    value: UnsafeBufferPointer(start: value, count: value == nil ? 0 : valueSize))
  return .YES
}
