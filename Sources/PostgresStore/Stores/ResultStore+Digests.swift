import JSONDocuments
public import RunRecords

extension ResultStore {
  /// The SHA-256 of all rows of a table of a run.
  public struct Digest: Sendable, Hashable, Encodable {
    /// What `COPY` would be asked for: its text in CSV, header included, is what was hashed.
    public let statement: String
    public let rows: Int
    /// 64 hexadecimal digits, as `sha256sum` prints them of that text, and of an archive's file unpacked.
    public let sha256: String
  }

  /// The digests of results, cash flows and node results, by the name of the file that an archive has of each.
  ///
  /// Reads every row: give the connection time.
  ///
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func digests(_ run: RunID) throws -> [String: Digest] {
    guard let tables = try tables(of: run) else { return [:] }
    var digests: [String: Digest] = [:]
    for table in ArchivedTable.allCases {
      let hash = ContentHash.Builder()
      let statement = table.copyOut(tables)
      let rows = try connection.copyOut(statement) { hash.update($0) }
      digests[table.name] = Digest(statement: statement, rows: rows, sha256: hash.finishHex())
    }
    return digests
  }
}

extension ArchivedTable {
  /// The file's name without its endings.
  fileprivate var name: String { String(fileName.prefix { $0 != "." }) }
}
