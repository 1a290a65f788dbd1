import CPostgres

extension PostgresConnection {
  /// Loads rows into `table` with `COPY` in binary.
  ///
  /// - Parameters:
  ///   - table: A table name of our own making, never a user's text.
  ///   - columns: In the order in which `body` writes them.
  ///   - body: Writes the rows. When it throws, nothing is loaded.
  /// - Returns: How many rows were loaded.
  @discardableResult
  public func copyIn(
    _ table: String, columns: [String], _ body: (inout BinaryCopyWriter) throws -> Void
  ) throws -> Int {
    let sql = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"
    PQclear(try result(ofSending: PQsendQuery(handle, sql)))
    var writer = BinaryCopyWriter(self, columnCount: columns.count)
    do {
      try body(&writer)
      try writer.finish()
    } catch {
      // The server's own refusal, such as a constraint, says more than "cannot send".
      if let refusal = endCopy(aborting: "stopped by the sender"), refusal.sqlState != "57014",
        !refusal.sqlState.isEmpty
      {
        throw refusal
      }
      throw error
    }
    if let refusal = endCopy(aborting: nil) { throw refusal }
    return writer.rowCount
  }

  /// Loads the bytes that `body` sends, in the form that the statement names.
  ///
  /// - Parameter sql: `COPY … FROM STDIN …` of our own making.
  /// - Returns: How many rows were loaded; none when `body` throws.
  @discardableResult
  func copyIn(_ sql: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws -> Int {
    PQclear(try result(ofSending: PQsendQuery(handle, sql)))
    do {
      try body { bytes in
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard PQputCopyData(handle, start, Int32(bytes.count)) == 1 else { throw connectionError() }
      }
    } catch {
      if let refusal = endCopy(aborting: "stopped by the sender"), refusal.sqlState != "57014",
        !refusal.sqlState.isEmpty
      {
        throw refusal
      }
      throw error
    }
    var count = 0
    if let refusal = endCopy(aborting: nil, count: &count) { throw refusal }
    return count
  }

  /// Hands over the bytes of `COPY … TO STDOUT`, as they come.
  ///
  /// When `body` throws, the rest is read and dropped.
  ///
  /// - Parameter sql: `COPY … TO STDOUT …` of our own making.
  /// - Returns: How many rows there were.
  func copyOut(_ sql: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
    PQclear(try result(ofSending: PQsendQuery(handle, sql)))
    var failure: (any Error)?
    var bytes: UnsafeMutablePointer<CChar>?
    while case let count = PQgetCopyData(handle, &bytes, 0), count > 0 {
      defer { PQfreemem(bytes) }
      guard failure == nil else { continue }
      do { try body(UnsafeRawBufferPointer(start: bytes, count: Int(count))) } catch { failure = error }
    }
    var rows = 0
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) == PGRES_COMMAND_OK {
        rows = Int(String(cString: PQcmdTuples(result))) ?? 0
      } else {
        failure = failure ?? PostgresConnection.error(of: result)
      }
      PQclear(result)
    }
    if let failure { throw failure }
    return rows
  }

  private func endCopy(aborting reason: String?) -> PostgresError? {
    var count = 0
    return endCopy(aborting: reason, count: &count)
  }

  /// Ends the copy and gives the server's error, if any, or how many rows it took.
  private func endCopy(aborting reason: String?, count: inout Int) -> PostgresError? {
    guard PQputCopyEnd(handle, reason) == 1 else { return connectionError() }
    var failure: PostgresError?
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) != PGRES_COMMAND_OK {
        failure = failure ?? PostgresConnection.error(of: result)
      } else {
        count = Int(String(cString: PQcmdTuples(result))) ?? 0
      }
      PQclear(result)
    }
    return failure
  }
}
