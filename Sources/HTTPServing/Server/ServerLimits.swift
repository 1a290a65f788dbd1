/// What the server grants one client. Every time limit is absolute: activity does not extend it.
public struct ServerLimits: Sendable {
  /// Bytes of request line and header fields.
  public var headerBytes = 16 * 1024
  /// Bytes of body, where the route sets no limit of its own.
  public var bodyBytes = 1024 * 1024
  /// Connections open at a time; more are answered with 503 and closed.
  public var connections = 1024
  /// From accepting a connection to its first complete request header.
  public var headerTimeout = Duration.seconds(10)
  /// From complete header to complete body.
  public var bodyTimeout = Duration.seconds(60)
  /// From complete request to the handler's answer, where the route sets no limit of its own.
  public var handlerTimeout = Duration.seconds(30)
  /// From the handler's answer to its last byte taken by the client. For an event stream: how long the
  /// client may leave events untaken.
  public var responseTimeout = Duration.seconds(120)
  /// Bodies that may lie in files at one time; more are answered with 503.
  public var uploads = 4
  /// An answer from a file, and a body that is kept in one, have a second more for so many bytes.
  public var leastBytesPerSecond = 1_000_000
  /// From an answer to the next complete request header on the same connection.
  public var keepAliveTimeout = Duration.seconds(60)
  /// Threads that run handlers.
  public var handlerThreads = 8
  /// Requests that may wait for a handler thread; more are answered with 503.
  public var waitingRequests = 256

  public init() {}
}
