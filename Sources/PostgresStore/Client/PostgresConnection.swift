import CPostgres
import Glibc

/// One session of a PostgreSQL server, through libpq.
///
/// Calls block; a connection is used by one thread at a time. Every value travels as a typed binary parameter. A
/// statement is prepared at its first use and kept under its text.
public final class PostgresConnection {
  let handle: OpaquePointer
  private var preparedNames: [String: String] = [:]
  private var transactionDepth = 0
  /// Beyond this many, prepared statements are dropped and begun anew. Tenor has fewer, but for those that name a run's
  /// partition.
  private static let mostPreparedStatements = 256

  /// Connects and sets up the session.
  ///
  /// The server, too, notices within a lease that this machine has vanished, also in the middle of a COPY or of a long
  /// statement, and gives up what the session has locked. A Unix socket needs no such watch and ignores the settings.
  ///
  /// - Throws: `PostgresError`, of kind `connection` when the server cannot be reached.
  public init(_ settings: PostgresSettings) throws(PostgresError) {
    handle = try PostgresConnection.connect(settings)
    PQsetNoticeProcessor(handle, ignoreNotice, nil)
    try execute(
      """
      SET statement_timeout = \(settings.statementTimeoutMilliseconds);
      SET lock_timeout = \(settings.lockTimeoutMilliseconds);
      SET idle_in_transaction_session_timeout = \(settings.idleInTransactionTimeoutMilliseconds);
      SET tcp_keepalives_idle = 3;
      SET tcp_keepalives_interval = 2;
      SET tcp_keepalives_count = 3;
      SET tcp_user_timeout = 9000;
      SET client_connection_check_interval = 2000;
      SET TimeZone = 'UTC';
      SET extra_float_digits = 1;
      SET client_min_messages = warning;
      """)
  }

  deinit { PQfinish(handle) }

  /// False once the server has gone away; such a connection is of no further use.
  public var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

  /// Whether the server has said something that nobody asked for: as a rule, that it ended an idle session. Asks nobody.
  var hasUnaskedInput: Bool {
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) != 0
  }

  public var isInTransaction: Bool { transactionDepth > 0 }

  private static func connect(_ settings: PostgresSettings) throws(PostgresError) -> OpaquePointer {
    // A server that vanishes without a word is noticed in nine seconds, within a lease.
    var options = [
      ("dbname", settings.address), ("application_name", settings.applicationName),
      ("connect_timeout", String(settings.connectTimeoutSeconds)), ("client_encoding", "UTF8"),
      ("keepalives_idle", "3"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
      // Keepalives are sent on idle connections only; this bounds the wait for what has been sent.
      ("tcp_user_timeout", "9000"),
    ]
    // Of two words of the same name the later one counts.
    if let role = settings.role { options.append(("user", role.rawValue)) }
    let handle = withCStrings(options.map(\.0)) { keywords in
      withCStrings(options.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
    }
    guard let handle else { throw PostgresError(sqlState: "", message: "out of memory") }
    guard PQstatus(handle) == CONNECTION_OK else {
      let message = String(cString: PQerrorMessage(handle))
      PQfinish(handle)
      throw PostgresError(sqlState: "", message: message)
    }
    return handle
  }

  /// Runs SQL of our own without parameters; several statements may follow each other.
  public func execute(_ sql: String) throws(PostgresError) {
    PQclear(try result(ofSending: PQsendQuery(handle, sql)))
  }

  /// Runs one statement and gives all its rows.
  @discardableResult
  public func query(_ sql: String, _ parameters: [PostgresValue] = []) throws(PostgresError) -> PostgresRows {
    let name = try preparedName(sql, parameters)
    return PostgresRows(
      try result(
        ofSending: withParameters(parameters) { count, values, lengths, formats in
          PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
        }))
  }

  /// Runs one statement and hands over its rows one by one, without holding them all.
  ///
  /// When `body` throws, the rest is cancelled. The connection can do nothing else until this returns.
  public func forEachRow(
    _ sql: String, _ parameters: [PostgresValue] = [], _ body: (PostgresRow) throws -> Void
  ) throws {
    let name = try preparedName(sql, parameters)
    let sent = withParameters(parameters) { count, values, lengths, formats in
      PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
    }
    guard sent == 1, PQsetSingleRowMode(handle) == 1 else { throw connectionError() }
    var failure: (any Error)?
    while let result = PQgetResult(handle) {
      switch PQresultStatus(result) {
      case PGRES_SINGLE_TUPLE where failure == nil:
        let rows = PostgresRows(result)
        do {
          try body(rows[0])
        } catch {
          failure = error
          cancel()
        }
      case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK, PGRES_COMMAND_OK: PQclear(result)
      default:
        let error = PostgresConnection.error(of: result)
        PQclear(result)
        if failure == nil { failure = error }
      }
    }
    if let failure { throw failure }
  }

  /// Runs `body` in one transaction: committed when it returns, rolled back when it throws.
  ///
  /// Within another transaction it is part of that one.
  public func transaction<Success>(_ body: () throws -> Success) throws -> Success {
    if transactionDepth > 0 { return try body() }
    try execute("BEGIN")
    transactionDepth = 1
    defer { transactionDepth = 0 }
    do {
      let value = try body()
      try commit()
      return value
    } catch {
      // The session is rolled back by the server when this fails; the first error is the one to know.
      try? execute("ROLLBACK")
      throw error
    }
  }

  /// As `transaction`, and within another one a part of it that is undone alone when `body` throws.
  public func undoable<Success>(_ body: () throws -> Success) throws -> Success {
    guard transactionDepth > 0 else { return try transaction(body) }
    let name = "part_\(transactionDepth)"
    try execute("SAVEPOINT \(name)")
    transactionDepth += 1
    defer { transactionDepth -= 1 }
    do {
      let value = try body()
      try execute("RELEASE SAVEPOINT \(name)")
      return value
    } catch {
      // Without its connection all of it is undone by the server.
      try? execute("ROLLBACK TO SAVEPOINT \(name); RELEASE SAVEPOINT \(name)")
      throw error
    }
  }

  /// A transaction that is tried again, up to `attempts` times, when it loses against another one.
  ///
  /// `body` must have no other effect than on the database.
  public func retryingTransaction<Success>(attempts: Int = 5, _ body: () throws -> Success) throws -> Success
  {
    for _ in 1..<attempts {
      do {
        return try transaction(body)
      } catch let error as PostgresError where error.kind == .conflict && !isInTransaction {
        continue
      }
    }
    return try transaction(body)
  }

  /// `COMMIT` of a transaction that has failed answers `ROLLBACK` without an error.
  private func commit() throws(PostgresError) {
    let answer = try result(ofSending: PQsendQuery(handle, "COMMIT"))
    defer { PQclear(answer) }
    guard String(cString: PQcmdStatus(answer)) == "COMMIT" else {
      throw PostgresError(sqlState: "25P02", message: "the transaction had failed and was rolled back")
    }
  }

  // MARK: Prepared statements

  private func preparedName(_ sql: String, _ parameters: [PostgresValue]) throws(PostgresError) -> String {
    // The same text with other parameter types, such as a null, is another statement.
    let key = sql + parameters.map { " \($0.typeID)" }.joined()
    if let name = preparedNames[key] { return name }
    if preparedNames.count >= PostgresConnection.mostPreparedStatements {
      try execute("DEALLOCATE ALL")
      preparedNames = [:]
    }
    let name = "s\(preparedNames.count)"
    let types = parameters.map { Oid($0.typeID) }
    PQclear(try result(ofSending: PQsendPrepare(handle, name, sql, Int32(types.count), types)))
    preparedNames[key] = name
    return name
  }

  private func withParameters<Result>(
    _ parameters: [PostgresValue],
    _ body: (Int32, [UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
  ) -> Result {
    let encoded = parameters.map(\.bytes)
    // One buffer for all values; an empty value still needs a pointer that is not null.
    var buffer: [UInt8] = []
    var offsets: [Int] = []
    for bytes in encoded {
      offsets.append(buffer.count)
      buffer += bytes ?? []
    }
    buffer.append(0)
    let lengths = encoded.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: encoded.count)
    return buffer.withUnsafeBytes { raw in
      let base = raw.baseAddress!.assumingMemoryBound(to: CChar.self)
      let values = zip(encoded, offsets).map { bytes, offset in bytes == nil ? nil : base + offset }
      return body(Int32(encoded.count), values, lengths, formats)
    }
  }

  // MARK: Results and errors

  /// Waits for what was sent: its last result, or its first failure as an error.
  ///
  /// `PQexec` and its like give the last failure. When the server ends a session that is libpq's own remark that the
  /// connection was closed, without the server's state and reason.
  func result(ofSending sent: Int32) throws(PostgresError) -> OpaquePointer {
    guard sent == 1 else { throw connectionError() }
    var last: OpaquePointer?
    var failure: PostgresError?
    while let next = PQgetResult(handle) {
      PQclear(last)
      last = next
      if failure == nil, PostgresConnection.isFailure(next) { failure = PostgresConnection.error(of: next) }
      // A copy goes on until its sender ends it.
      if PQresultStatus(next) == PGRES_COPY_IN || PQresultStatus(next) == PGRES_COPY_OUT { break }
    }
    if let failure {
      PQclear(last)
      throw failure
    }
    guard let last else { throw connectionError() }
    return last
  }

  private static func isFailure(_ result: OpaquePointer) -> Bool {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_EMPTY_QUERY: return false
    default: return true
    }
  }

  func connectionError() -> PostgresError {
    PostgresError(sqlState: "", message: String(cString: PQerrorMessage(handle)))
  }

  static func error(of result: OpaquePointer) -> PostgresError {
    func field(_ code: Unicode.Scalar) -> String? {
      PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }
    let detail = [field("D"), field("H")].compactMap { $0 }.joined(separator: " ")
    return PostgresError(
      sqlState: field("C") ?? "",
      message: field("M") ?? String(cString: PQresultErrorMessage(result)), constraint: field("n"),
      detail: detail.isEmpty ? nil : detail)
  }

  private func cancel() {
    guard let request = PQgetCancel(handle) else { return }
    defer { PQfreeCancel(request) }
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      _ = PQcancel(request, buffer.baseAddress, Int32(buffer.count))
    }
  }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
  var buffer: [CChar] = []
  var offsets: [Int] = []
  for string in strings {
    offsets.append(buffer.count)
    buffer += string.utf8CString
  }
  return buffer.withUnsafeBufferPointer { raw in
    body(offsets.map { raw.baseAddress! + $0 } + [nil])
  }
}

/// Notices of the server, such as "table exists, skipping", are no concern of the program's own output.
private func ignoreNotice(_: UnsafeMutableRawPointer?, _: UnsafePointer<CChar>?) {}
