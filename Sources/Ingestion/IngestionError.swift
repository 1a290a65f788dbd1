/// A file was refused as a whole: nothing of it was taken.
public struct IngestionError: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  public let file: String
  /// From 1; `nil` when the fault is not on one line.
  public let line: Int?
  /// Bytes from the start of the line, from 1.
  public let column: Int?
  /// The column or member at fault, or its path in a document.
  public let field: String?
  /// What is wrong and the fix.
  public let message: String

  public init(
    file: String, line: Int? = nil, column: Int? = nil, field: String? = nil, message: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.message = message
  }

  public var description: String {
    var place = file
    if let line { place += ", line \(line)" }
    if let column { place += ", column \(column)" }
    if let field, !field.isEmpty { place += ", \(field)" }
    return "\(place): \(message)"
  }
}
