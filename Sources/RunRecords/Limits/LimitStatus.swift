/// How a run stands against a limit. Raw values are the names in tables and answers.
public enum LimitStatus: String, Sendable, CaseIterable, Hashable, Codable {
  case ok = "OK"
  /// Within the bounds, but near one.
  case warning = "WARNING"
  case breach = "BREACH"
  /// The run does not have the figure; the reason tells why.
  case cannotTell = "CANNOT_TELL"
}
