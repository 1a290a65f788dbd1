/// Why a schedule is refused: the field at fault, and what would be right.
public struct CronError: Error, Sendable, Hashable, CustomStringConvertible {
  /// `cron` for the expression as a whole, else one of its fields such as `day of month`, or `time zone`.
  public let field: String
  /// What is wrong; after a semicolon, what to write instead.
  public let message: String

  init(_ field: String, _ message: String) {
    self.field = field
    self.message = message
  }

  public var description: String { "\(field): \(message)" }
}
