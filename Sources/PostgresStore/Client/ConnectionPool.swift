import Synchronization

/// A few connections shared by many threads, made when needed and kept.
///
/// A thread waits while all are in use.
public final class ConnectionPool: Sendable {
  /// A connection is used by one thread at a time: the one that took it out of `idle`.
  private struct Idle: @unchecked Sendable { let connection: PostgresConnection }

  private let settings: PostgresSettings
  private let idle = Mutex<[Idle]>([])
  private let slots: Slots

  /// - Parameter size: The most connections at one time.
  public init(_ settings: PostgresSettings, size: Int) {
    precondition(size >= 1, "a pool has at least one connection")
    self.settings = settings
    slots = Slots(size)
  }

  /// Runs `body` with a connection of its own.
  ///
  /// - Throws: What `body` throws, or `PostgresError` when no connection can be made.
  public func withConnection<Success>(_ body: (PostgresConnection) throws -> Success) throws -> Success {
    slots.take()
    defer { slots.give() }
    let connection =
      try idle.withLock { $0.popLast() }?.connection ?? PostgresConnection(settings)
    defer {
      if connection.isAlive, !connection.isInTransaction {
        let returned = Idle(connection: connection)
        idle.withLock { $0.append(returned) }
      }
    }
    return try body(connection)
  }

  /// Closes the connections that are not in use.
  public func closeIdle() { idle.withLock { $0 = [] } }
}
