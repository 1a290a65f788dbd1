public import PostgresStore

/// Where a report reads: one connection, or a pool of which it holds a connection for a page at a time only.
public protocol DatabaseReading {
  func read<Success>(_ body: (PostgresConnection) throws -> Success) throws -> Success
}

/// A connection of the report's own.
public struct SingleConnection: DatabaseReading {
  private let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  public func read<Success>(_ body: (PostgresConnection) throws -> Success) throws -> Success {
    try body(connection)
  }
}
