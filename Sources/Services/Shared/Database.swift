import HTTPServing
import PostgresStore

/// The pool of connections, with the database's refusals turned into problems that a client can act on.
struct Database: Sendable {
  private let pool: ConnectionPool

  init(_ pool: ConnectionPool) { self.pool = pool }

  /// Runs a query. Asked once more when a pooled connection turns out to have died.
  func read<Success>(_ body: (PostgresConnection) throws -> Success) throws -> Success {
    do {
      return try pool.withConnection(body)
    } catch let error as PostgresError where error.kind == .connection {
      // After a restart of the server every idle connection is dead.
      pool.closeIdle()
      return try write(body)
    } catch {
      throw ProblemDetails.database(error)
    }
  }

  /// Runs what changes something; never asked twice.
  func write<Success>(_ body: (PostgresConnection) throws -> Success) throws -> Success {
    do {
      return try pool.withConnection(body)
    } catch {
      if let error = error as? PostgresError, error.kind == .connection { pool.closeIdle() }
      throw ProblemDetails.database(error)
    }
  }

  /// Why the database cannot serve; `nil` when it can.
  func reasonNotReady() -> String? {
    do {
      try pool.withConnection { try Migrator($0).requireCurrent() }
      return nil
    } catch let error as SchemaError {
      return error.description
    } catch {
      pool.closeIdle()
      return "the database does not answer"
    }
  }
}
