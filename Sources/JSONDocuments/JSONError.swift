/// Why a JSON text, or a value in it, was refused.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the text.
  public struct Location: Sendable, Hashable {
    /// Bytes before the fault.
    public let byteOffset: Int
    /// From 1.
    public let line: Int
    /// Bytes from the start of the line, from 1.
    public let column: Int
  }

  /// What is wrong and, where there is one, the fix.
  public let message: String
  /// For a fault in the text itself.
  public let location: Location?
  /// For a value that is well-formed but not what was asked for: its place, such as `scenarios[2].shifts[0]`.
  /// Empty means the whole document.
  public let path: String?

  public init(_ message: String, location: Location? = nil, path: String? = nil) {
    self.message = message
    self.location = location
    self.path = path
  }

  public var description: String {
    if let location { return "line \(location.line), column \(location.column): \(message)" }
    if let path, !path.isEmpty { return "\(path): \(message)" }
    return message
  }
}
