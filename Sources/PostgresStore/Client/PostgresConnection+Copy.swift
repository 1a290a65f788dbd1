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

  /// Ends the copy and gives the server's error, if any.
  private func endCopy(aborting reason: String?) -> PostgresError? {
    guard PQputCopyEnd(handle, reason) == 1 else { return connectionError() }
    var failure: PostgresError?
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) != PGRES_COMMAND_OK {
        failure = failure ?? PostgresConnection.error(of: result)
      }
      PQclear(result)
    }
    return failure
  }
}
