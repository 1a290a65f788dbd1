/// One thing the server has to say to its operator.
public struct ServerLogEntry: Sendable {
  public enum Level: String, Sendable {
    case debug, info, warning, error
  }

  public let level: Level
  public let message: String
  /// The request it is about; clients see the same identifier.
  public let requestID: String?
  /// Details by name. Values come from the network as they are: the sink escapes them.
  public let fields: [String: String]

  public init(
    _ level: Level, _ message: String, requestID: String? = nil, fields: [String: String] = [:]
  ) {
    self.level = level
    self.message = message
    self.requestID = requestID
    self.fields = fields
  }
}

/// Takes log entries from any thread; must not block for long.
public typealias ServerLogSink = @Sendable (ServerLogEntry) -> Void
