import Dispatch
import Synchronization

/// A few connections shared by many threads, made when needed and kept.
///
/// A thread waits while all are in use. A connection that ended while nobody used it is replaced.
public final class ConnectionPool: Sendable {
  /// A connection is used by one thread at a time: the one that took it out of `idle`.
  private struct Idle: @unchecked Sendable { let connection: PostgresConnection }

  private let settings: PostgresSettings
  private let idle = Mutex<[Idle]>([])
  private let free: DispatchSemaphore
  private let size: Int
  private let waitSeconds: Double
  private let setUp: @Sendable (PostgresConnection) throws -> Void

  /// - Parameters:
  ///   - size: The most connections at one time.
  ///   - waitSeconds: How long a thread waits for one of them.
  ///   - setUp: Called once for each connection made.
  public init(
    _ settings: PostgresSettings, size: Int, waitSeconds: Double,
    setUp: @escaping @Sendable (PostgresConnection) throws -> Void = { _ in }
  ) {
    precondition(size >= 1, "a pool has at least one connection")
    self.settings = settings
    self.size = size
    self.waitSeconds = waitSeconds
    self.setUp = setUp
    free = DispatchSemaphore(value: size)
  }

  /// Runs `body` with a connection of its own.
  ///
  /// - Throws: What `body` throws, or `PostgresError` when no connection can be made, or of kind `exhausted` when none
  ///   came free in time.
  public func withConnection<Success>(_ body: (PostgresConnection) throws -> Success) throws -> Success {
    guard free.wait(timeout: .now() + waitSeconds) == .success else {
      throw PostgresError.poolExhausted(size: size, waitSeconds: waitSeconds)
    }
    defer { free.signal() }
    let connection = try idleConnection() ?? newConnection()
    defer {
      if connection.isAlive, !connection.isInTransaction {
        let returned = Idle(connection: connection)
        idle.withLock { $0.append(returned) }
      }
    }
    return try body(connection)
  }

  private func idleConnection() -> PostgresConnection? {
    while let connection = idle.withLock({ $0.popLast() })?.connection {
      if !connection.hasUnaskedInput { return connection }
    }
    return nil
  }

  private func newConnection() throws -> PostgresConnection {
    let connection = try PostgresConnection(settings)
    try setUp(connection)
    return connection
  }

  /// Closes the connections that are not in use.
  public func closeIdle() { idle.withLock { $0 = [] } }
}
