/// PostgreSQL refused, or could not be reached.
///
/// `description` is fit for logs: it holds no values of rows and no password. `detail` may hold values and is for the
/// operator's eyes only.
public struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, as far as callers act on it.
  public enum Kind: Sendable, Hashable {
    /// No server there, or it went away; a new connection may help.
    case connection
    /// A unique key exists already.
    case uniqueViolation
    /// A referenced row is missing.
    case foreignKeyViolation
    /// A value breaks a check, a type or a not-null rule.
    case invalidData
    /// The row belongs to a snapshot or a published run, and never changes.
    case immutable
    /// Lost against another transaction; the same work may be tried again.
    case conflict
    /// A time limit was reached, or the statement was cancelled.
    case timeout
    /// The server has no room on its disk or for another connection, or this program's own connections are all in use;
    /// the same work may be tried again later.
    case exhausted
    case other
  }

  public let kind: Kind
  /// Five characters, such as `23505`; empty when the failure is not the server's.
  public let sqlState: String
  /// The server's primary message, with quoted values left out.
  public let message: String
  public let constraint: String?
  /// The server's detail and hint, values included.
  public let detail: String?

  public init(sqlState: String, message: String, constraint: String? = nil, detail: String? = nil) {
    self.kind = PostgresError.kind(ofSQLState: sqlState)
    self.sqlState = sqlState
    self.message = PostgresError.withoutValues(message)
    self.constraint = constraint
    self.detail = detail
  }

  /// Whether the server itself gave up or had no room, so that nothing speaks against the work that it interrupted.
  ///
  /// False for a connection that broke without a word: the work may have been the cause.
  public var isServersDoing: Bool {
    switch kind {
    case .connection: return !sqlState.isEmpty
    case .exhausted, .conflict, .timeout: return true
    case .uniqueViolation, .foreignKeyViolation, .invalidData, .immutable, .other: return false
    }
  }

  /// Whether the same work may succeed later, in another session.
  public var isPassing: Bool {
    switch kind {
    case .connection, .exhausted, .conflict, .timeout: return true
    case .uniqueViolation, .foreignKeyViolation, .invalidData, .immutable, .other: return false
    }
  }

  public var description: String {
    let origin = sqlState.isEmpty ? "PostgreSQL" : "PostgreSQL \(sqlState)"
    return constraint.map { "\(origin): \(message) (\($0))" } ?? "\(origin): \(message)"
  }

  /// The state that this project's own triggers raise.
  static let immutableState = "TN001"

  /// The state of `poolExhausted`; no server's.
  private static let poolExhaustedState = "TN002"

  /// No connection of a pool came free in time.
  static func poolExhausted(size: Int, waitSeconds: Double) -> PostgresError {
    PostgresError(
      sqlState: poolExhaustedState,
      message: "all \(size) connections of this process are in use, and none came free in \(waitSeconds) s")
  }

  private static func kind(ofSQLState state: String) -> Kind {
    switch state {
    case "": return .connection
    case "23505": return .uniqueViolation
    case "23503": return .foreignKeyViolation
    case immutableState: return .immutable
    case "40001", "40P01", "55P03": return .conflict
    case "57014", "25P03": return .timeout
    case "57P01", "57P02", "57P03": return .connection
    case "53100", "53300", poolExhaustedState: return .exhausted
    default:
      if state.hasPrefix("08") { return .connection }
      if state.hasPrefix("22") || state.hasPrefix("23") { return .invalidData }
      return .other
    }
  }

  /// The server quotes names and values alike in double quotes; after a colon stand values.
  static func withoutValues(_ message: String) -> String {
    var result = ""
    var rest = message[...]
    while let range = rest.firstRange(of: ": \"") {
      result += rest[..<range.lowerBound] + ": …"
      rest = rest[range.upperBound...]
      guard let end = rest.firstIndex(of: "\"") else { return result }
      rest = rest[rest.index(after: end)...]
    }
    result += rest
    if let newline = result.firstIndex(of: "\n") { result = String(result[..<newline]) }
    return result
  }
}
