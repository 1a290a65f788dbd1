/// The name of a schedule: 1 to 40 characters of `A-Z a-z 0-9 . _ -`, beginning with a letter or digit.
public struct ScheduleName: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  /// A name from text; `nil` when it is not one.
  public init?(_ text: some StringProtocol) {
    // The same letters as the name of a run.
    guard let id = RunID(text) else { return nil }
    self.text = id.text
  }

  public var description: String { text }
}
