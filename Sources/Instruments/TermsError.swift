/// A contract's terms do not make sense together.
public struct TermsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The field at fault, by its name in files.
  public let field: String
  /// What is wrong and what would be right, in one sentence.
  public let message: String

  public init(field: String, message: String) {
    self.field = field
    self.message = message
  }

  public var description: String { "\(field): \(message)" }
}
