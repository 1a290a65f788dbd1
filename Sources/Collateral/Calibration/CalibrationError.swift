/// Parameters cannot be found from these histories.
public struct CalibrationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what would help.
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
