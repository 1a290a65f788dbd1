import Synchronization

/// A few connections shared by many threads, made when needed and kept.
///
/// A thread waits while all are in use.
public final class ConnectionPool: Sendable {
  /// A connection is used by one thread at a time: the one that took it out of `idle`.
  private struct Idle: @unchecked Sendable { let connection: PostgresConnection }

  private struct State {
    var idle: [Idle] = []
  }

  private let settings: PostgresSettings
  private let state = Mutex(State())
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
      try state.withLock { $0.idle.popLast() }?.connection ?? PostgresConnection(settings)
    defer {
      if connection.isAlive, !connection.isInTransaction {
        let idle = Idle(connection: connection)
        state.withLock { $0.idle.append(idle) }
      }
    }
    return try body(connection)
  }

  /// Closes the connections that are not in use.
  public func closeIdle() { state.withLock { $0.idle = [] } }
}
