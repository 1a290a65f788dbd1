/// One row that was not taken, and why.
public struct RowRejection: Sendable, Hashable, Codable, CustomStringConvertible {
  public let file: String
  /// Line of the file on which the row starts, from 1; `nil` for JSON.
  public let line: Int?
  /// Number among the rows of the file, header not counted, from 1.
  public let row: Int
  /// The field at fault; `nil` when it is the row as such.
  public let field: String?
  /// What the row holds in that field, at most 40 characters; `nil` when nothing or not readable.
  public let value: String?
  /// What is wrong and the fix.
  public let message: String

  public var description: String {
    var place = "\(file), " + (line.map { "line \($0)" } ?? "row \(row)")
    if let field { place += ", \(field)" }
    return "\(place): \(message)"
  }
}
