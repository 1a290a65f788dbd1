internal import CSimdJSON

/// A strict JSON parser (RFC 8259, valid UTF-8 only) that keeps its buffers from one document to the next.
///
/// Backed by simdjson. Numbers beyond the range of `Double` are refused. Not for use by two threads at once.
public final class JSONParser {
  /// How deep arrays and objects may nest unless said otherwise.
  public static let defaultMaximumDepth = 256

  private let parser: OpaquePointer

  /// A parser that refuses documents nested deeper than `maximumDepth` (1 to 1024).
  public init(maximumDepth: Int = JSONParser.defaultMaximumDepth) {
    precondition((1...1_024).contains(maximumDepth), "depth is between 1 and 1024")
    guard let parser = tenor_json_parser_create(maximumDepth) else {
      fatalError("no memory for a JSON parser")
    }
    self.parser = parser
  }

  deinit { tenor_json_parser_destroy(parser) }

  /// Parses a document and lends its root to `body`.
  ///
  /// Elements must not outlive the call. A leading byte order mark is skipped. Throws `JSONError` with the line
  /// and column of the first fault, or whatever `body` throws.
  public func withDocument<Result>(
    _ bytes: UnsafeRawBufferPointer, _ body: (JSONElement) throws -> Result
  ) throws -> Result {
    try parse(bytes)
    return try body(root)
  }

  /// Parses the UTF-8 bytes of a document and lends its root to `body`.
  public func withDocument<Result>(
    _ bytes: [UInt8], _ body: (JSONElement) throws -> Result
  ) throws -> Result {
    try bytes.withUnsafeBytes { try withDocument($0, body) }
  }

  /// Parses a text and lends its root to `body`.
  public func withDocument<Result>(
    _ text: String, _ body: (JSONElement) throws -> Result
  ) throws -> Result {
    var text = text
    return try text.withUTF8 { try withDocument(UnsafeRawBufferPointer($0), body) }
  }

  /// The document last parsed, past the tape's root marker.
  private var root: JSONElement {
    JSONElement(
      tape: tenor_json_parser_tape(parser), strings: tenor_json_parser_strings(parser), index: 1)
  }

  private func parse(_ whole: UnsafeRawBufferPointer) throws(JSONError) {
    let skipped = whole.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let bytes = UnsafeRawBufferPointer(rebasing: whole.dropFirst(skipped))
    let code = run(bytes)
    guard code != 0 else { return }
    if let fault = JSONFault.first(in: bytes) {
      throw JSONError(fault.message, location: fault.location(in: bytes, skipped: skipped))
    }
    // simdjson refuses integers beyond 64 bits, which are numbers like any other; a fraction makes them pass.
    if let rewritten = JSONFault.longIntegersWithFraction(bytes), rewritten.withUnsafeBytes(run) == 0 {
      return
    }
    throw JSONError(String(cString: tenor_json_error_text(code)))
  }

  private func run(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    tenor_json_parser_parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
  }
}
