public import AuditTrail
import Foundation
import Glibc
import JSONDocuments

/// Old records of the audit trail as a file that needs no Tenor to be read: gzip-compressed lines, each the canonical JSON of
/// a record with its hash. The database keeps what the file must hold, and the hash that the trail goes on from.
public struct AuditArchive: Sendable, Hashable {
  public let first: Int64
  /// The last record in the file; the trail goes on after it.
  public let end: AuditHead
  public let fileName: String
  /// Of the file as it is, compressed; what `sha256sum` prints.
  public let sha256: String

  /// Checks the file in a folder and walks its records.
  ///
  /// - Throws: `ArchiveError` for a file that is not the one that was written, `AuditFault` for a record.
  func check(in folder: String, _ chain: inout AuditChain) throws {
    let file = "\(folder)/\(fileName)"
    guard try AuditArchive.sha256(of: file) == sha256 else {
      throw ArchiveError("\(file) is not what was archived; take another copy of it")
    }
    try AuditArchive.forEachRecord(in: file) { record in try chain.check(record) }
    guard chain.head.sequence == end.sequence, chain.head.hash == end.hash else {
      throw ArchiveError("\(file) ends with record \(chain.head.sequence), not \(end.sequence)")
    }
  }

  static func name(first: Int64, last: Int64) -> String {
    func digits(_ number: Int64) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
    return "audit-\(digits(first))-\(digits(last)).jsonl.gz"
  }

  static func sha256(of file: String) throws -> String {
    guard let stream = fopen(file, "rb") else { throw ArchiveError.system("read", file, errno) }
    defer { fclose(stream) }
    let hash = ContentHash.Builder()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    guard ferror(stream) == 0 else { throw ArchiveError.system("read", file, errno) }
    return hash.finishHex()
  }

  private static func forEachRecord(in file: String, _ body: (AuditRecord) throws -> Void) throws {
    var line: [UInt8] = []
    try GzipFile.read(file) { bytes in
      for byte in bytes {
        guard byte == UInt8(ascii: "\n") else {
          line.append(byte)
          continue
        }
        guard let record = AuditRecord(canonicalJSON: line) else {
          throw ArchiveError("\(file) holds a line that is no record; take another copy of it")
        }
        line.removeAll(keepingCapacity: true)
        try body(record)
      }
    }
    guard line.isEmpty else { throw ArchiveError("\(file) ends too early; take another copy of it") }
  }
}

extension AuditStore {
  /// How long records stay in the trail at least.
  public struct Retention: Sendable, Hashable {
    public let years: Int
    public let reason: String
    public let setBy: String
    /// ISO 8601 UTC.
    public let setAt: String
  }

  /// Archives there are, in the order of the trail.
  public func archives() throws -> [AuditArchive] {
    try connection.query(
      """
      SELECT first_sequence, last_sequence, last_hash, \(SQLText.milliseconds("last_time")), file_name, file_sha256
      FROM audit_archive ORDER BY first_sequence
      """
    ).map { row in
      AuditArchive(
        first: Int64(row.int(0)),
        end: AuditHead(
          sequence: Int64(row.int(1)), hash: row.text(2), time: AuditTime.text(Int64(row.int(3)))),
        fileName: row.text(4), sha256: row.text(5))
    }
  }

  public func retention() throws -> Retention {
    let row = try connection.query(
      """
      SELECT years, reason, set_by, \(SQLText.iso("set_at")) FROM audit_retention ORDER BY retention_no DESC LIMIT 1
      """)[0]
    return Retention(years: row.int(0), reason: row.text(1), setBy: row.text(2), setAt: row.text(3))
  }

  /// Sets how long records stay. What was set before stays to be read.
  ///
  /// - Parameter years: 1 to 100.
  public func setRetention(years: Int, reason: String, by user: String) throws {
    try connection.query(
      "INSERT INTO audit_retention (years, reason, set_by) VALUES ($1, $2, $3)",
      [.int4(Int32(years)), .text(reason), .text(user)])
  }

  /// What an archive would take: from the first record in the trail to the last one before which every record is older than a
  /// time. The very last record of the trail always stays.
  ///
  /// - Parameter time: Milliseconds since 1970-01-01 UTC.
  /// - Returns: `nil` when there is nothing.
  public func archivable(before time: Int64) throws -> (first: Int64, last: Int64)? {
    let row = try connection.query(
      """
      SELECT (SELECT min(sequence) FROM audit_record), (SELECT max(sequence) FROM audit_record),
        (SELECT min(sequence) FROM audit_record WHERE time >= \(SQLText.time("$1")))
      """, [.int8(time)])[0]
    guard let first = row.optionalInt(0), let newest = row.optionalInt(1) else { return nil }
    let last = min((row.optionalInt(2) ?? newest) - 1, newest - 1)
    return last >= first ? (Int64(first), Int64(last)) : nil
  }

  /// Whether the policy lets records that are older than a time leave the trail.
  ///
  /// - Parameter time: Milliseconds since 1970-01-01 UTC.
  public func mayArchive(before time: Int64) throws -> Bool {
    try connection.query(
      """
      SELECT \(SQLText.time("$1")) <= now() - make_interval(years =>
        (SELECT years FROM audit_retention ORDER BY retention_no DESC LIMIT 1))
      """, [.int8(time)])[0].bool(0)
  }

  /// Writes records to a file in a folder, reads it back, and takes them out of the trail: all of it, or nothing but a file.
  ///
  /// - Throws: `AuditFault` where the trail is not the one that was written; `ArchiveError`; `PostgresError` of kind
  ///   `immutable` for records that have to stay.
  @discardableResult
  public func archive(first: Int64, last: Int64, to folder: String, by user: String) throws -> AuditArchive {
    let beginning = try archives().last?.end ?? .beginning
    let name = AuditArchive.name(first: first, last: last)
    let file = "\(folder)/\(name)"
    let unfinished = file + ".unfinished"
    unlink(unfinished)
    var chain = AuditChain(after: beginning)
    try GzipFile.write(unfinished) { append in
      try forEachRecord(first: first, last: last) { record in
        try chain.check(record)
        let line = Array(try CanonicalJSON.encode(record).utf8) + [UInt8(ascii: "\n")]
        try line.withUnsafeBytes { try append($0) }
      }
    }
    let archive = AuditArchive(
      first: first, end: chain.head, fileName: name, sha256: try AuditArchive.sha256(of: unfinished))
    // Unlike a renaming, a link never replaces what is there.
    guard link(unfinished, file) == 0 || errno == EEXIST else {
      throw ArchiveError.system("make", file, errno)
    }
    unlink(unfinished)
    // What is read back decides, also where an interrupted attempt has left the file.
    var readBack = AuditChain(after: beginning)
    try archive.check(in: folder, &readBack)
    try sync(folder)
    try remove(archive, by: user)
    return archive
  }

  private func remove(_ archive: AuditArchive, by user: String) throws {
    try connection.transaction {
      try connection.query(
        """
        INSERT INTO audit_archive (first_sequence, last_sequence, last_hash, last_time, file_name, file_sha256, archived_by)
        SELECT $1, sequence, hash, time, $3, $4, $5 FROM audit_record WHERE sequence = $2
        """,
        [
          .int8(archive.first), .int8(archive.end.sequence), .text(archive.fileName), .text(archive.sha256),
          .text(user),
        ])
      // The owner has no right to delete records, and takes it for this transaction alone.
      try connection.execute("GRANT DELETE ON audit_record TO CURRENT_USER")
      let removed = try connection.query(
        "DELETE FROM audit_record WHERE sequence BETWEEN $1 AND $2",
        [.int8(archive.first), .int8(archive.end.sequence)])
      try connection.execute("REVOKE DELETE ON audit_record FROM CURRENT_USER")
      guard removed.affected == Int(archive.end.sequence - archive.first + 1) else {
        throw ArchiveError("\(removed.affected) records were there to be removed; nothing was")
      }
    }
  }

  private func sync(_ folder: String) throws {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.system("read", folder, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw ArchiveError.system("write", folder, errno) }
  }
}
