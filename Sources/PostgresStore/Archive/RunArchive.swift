import Foundation
import Glibc
import JSONDocuments
public import RunRecords

/// The results of a run as files that need no Tenor to be read: gzip-compressed CSV and a manifest with their hashes.
///
/// A run's archive is a folder of its id. It appears whole, under its name, or not at all.
public struct RunArchive {
  /// The folder of this run.
  public let path: String

  /// The archive of a run among others in `folder`.
  public init(of run: RunID, in folder: String) {
    path = URL(fileURLWithPath: folder).standardizedFileURL.path + "/" + run.text
  }

  /// An archive that is there.
  public init(at path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

  // MARK: Writing

  /// Writes the results of a run that has succeeded, reads every file back and checks it.
  ///
  /// An archive that is there already is checked and left as it is.
  ///
  /// - Throws: `ArchiveError`; `StoreError` for a run that is unknown, has not succeeded or has no results any more.
  @discardableResult
  public func write(_ run: RunID, _ connection: PostgresConnection) throws -> ArchiveManifest {
    let runs = RunStore(connection)
    guard let record = try runs.record(id: run) else { throw StoreError.notFound(kind: "run", id: run.text) }
    guard let tables = try ResultStore(connection).tables(of: run) else {
      throw StoreError.wrongState(run: run, state: record.state, action: "archived")
    }
    if access(path, F_OK) == 0 {
      let manifest = try verified()
      guard manifest.runId == run.text, manifest.runNo == Int(record.number),
        manifest.requestHash == record.requestHash
      else { throw ArchiveError("\(path) is the archive of another run; archive into another folder") }
      return manifest
    }
    let unfinished = RunArchive(at: path + ".unfinished")
    try? FileManager.default.removeItem(atPath: unfinished.path)
    do {
      try FileManager.default.createDirectory(atPath: unfinished.path, withIntermediateDirectories: true)
    } catch {
      throw ArchiveError("cannot make \(unfinished.path): \(error.localizedDescription)")
    }
    let files = try connection.transaction {
      // All files are of one moment.
      try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      return try ArchivedTable.allCases.map { try unfinished.write($0, tables, connection) }
    }
    let request = try connection.query("SELECT request FROM run WHERE run_id = $1", [.text(run.text)])[0]
      .text(0)
    try unfinished.write("request.json", request)
    let measures = try connection.query("SELECT measure_no, name FROM measure")
    let manifest = ArchiveManifest(
      schemaVersion: 1, runId: run.text, runNo: Int(record.number), requestHash: record.requestHash,
      marketSnapshotId: record.marketSnapshotID, positionSnapshotId: record.positionSnapshotID,
      scenarioIds: record.scenarioIDs,
      measures: Dictionary(uniqueKeysWithValues: measures.map { ("\($0.int(0))", $0.text(1)) }), files: files)
    try unfinished.write("manifest.json", try CanonicalJSON.encode(manifest))
    guard try unfinished.verified() == manifest else {
      throw ArchiveError(
        "what was written to \(unfinished.path) is not what can be read there; check the disk")
    }
    try RunArchive.sync(unfinished.path)
    guard rename(unfinished.path, path) == 0 else { throw ArchiveError.system("make", path, errno) }
    try RunArchive.sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    return manifest
  }

  private func write(_ table: ArchivedTable, _ tables: ResultTables, _ connection: PostgresConnection) throws
    -> ArchiveManifest.File
  {
    let file = path + "/" + table.fileName
    var rows = 0
    try GzipFile.write(file) { append in
      rows = try connection.copyOut(table.copyOut(tables)) { try append($0) }
    }
    let found = try RunArchive.contents(file)
    guard found.rows == rows else {
      throw ArchiveError("\(file) holds \(found.rows) rows of \(rows); check the disk and archive again")
    }
    return ArchiveManifest.File(name: table.fileName, sha256: found.sha256, rows: rows)
  }

  private func write(_ name: String, _ text: String) throws {
    let file = path + "/" + name
    do {
      try text.write(toFile: file, atomically: false, encoding: .utf8)
    } catch {
      throw ArchiveError("cannot write \(file): \(error.localizedDescription)")
    }
    try RunArchive.sync(file)
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ArchiveError.system("read", path, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw ArchiveError.system("write", path, errno) }
  }

  // MARK: Reading

  /// The manifest, after every file was found to be what it says.
  ///
  /// - Throws: `ArchiveError` that names the file.
  public func verified() throws -> ArchiveManifest {
    let manifest: ArchiveManifest
    do {
      let text = try String(contentsOfFile: path + "/manifest.json", encoding: .utf8)
      manifest = try CanonicalJSON.decode(ArchiveManifest.self, from: text)
    } catch {
      throw ArchiveError("\(path)/manifest.json cannot be read; name the folder of an archived run")
    }
    guard manifest.schemaVersion == 1 else {
      throw ArchiveError(
        "\(path) has the form \(manifest.schemaVersion), this program reads 1; use a newer tenor")
    }
    let request = (try? String(contentsOfFile: path + "/request.json", encoding: .utf8)) ?? ""
    guard "sha256:" + ContentHash.sha256Hex(request) == manifest.requestHash else {
      throw ArchiveError("\(path)/request.json is not what was archived; take another copy of the archive")
    }
    guard manifest.files.map(\.name) == ArchivedTable.allCases.map(\.fileName) else {
      throw ArchiveError(
        "\(path)/manifest.json does not name the files of a run; take another copy of the archive")
    }
    for file in manifest.files {
      let found = try RunArchive.contents(path + "/" + file.name)
      guard found.sha256 == file.sha256, found.rows == file.rows else {
        throw ArchiveError("\(path)/\(file.name) is not what was archived; take another copy of the archive")
      }
    }
    return manifest
  }

  /// The hash of a file as it is, and how many CSV records it holds, without the header.
  private static func contents(_ file: String) throws -> (sha256: String, rows: Int) {
    guard let stream = fopen(file, "rb") else { throw ArchiveError.system("read", file, errno) }
    defer { fclose(stream) }
    let hash = ContentHash.Builder()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
      buffer.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    guard ferror(stream) == 0 else { throw ArchiveError.system("read", file, errno) }
    var rows = -1
    var isQuoted = false
    try GzipFile.read(file) { bytes in
      for byte in bytes {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if byte == UInt8(ascii: "\n"), !isQuoted { rows += 1 }
      }
    }
    return (hash.finishHex(), rows)
  }

  // MARK: Restoring

  /// Takes the results back into the database that wrote them, in one transaction, for the run that is still there.
  ///
  /// The keys are built anew and a published run is frozen again. Tasks and attempts do not come back.
  ///
  /// - Throws: `ArchiveError` for files that are not what was archived or a database that they do not belong to;
  ///   `StoreError.notFound` for an unknown run.
  @discardableResult
  public func restore(_ connection: PostgresConnection) throws -> ArchiveManifest {
    let manifest = try verified()
    guard let id = RunID(manifest.runId) else {
      throw ArchiveError("\(path)/manifest.json names no run; take another copy of the archive")
    }
    let runs = RunStore(connection)
    try connection.transaction {
      let rows = try connection.query(
        "SELECT run_no, position_snapshot_no, request_hash FROM run WHERE run_id = $1 FOR UPDATE",
        [.text(id.text)])
      guard let row = rows.first else { throw StoreError.notFound(kind: "run", id: id.text) }
      guard row.int(0) == manifest.runNo, row.text(2) == manifest.requestHash else {
        throw ArchiveError(
          "run \(id) of this database is not the one in \(path); use the database that wrote it")
      }
      guard try runs.removal(id) != nil else {
        throw ArchiveError("the results of run \(id) are in the database; there is nothing to restore")
      }
      let tables = ResultTables(run: row.int32(0), positionSnapshot: row.int32(1))
      try connection.query("SELECT tenor_open_run($1)", [.int4(tables.run)])
      for (table, file) in zip(ArchivedTable.allCases, manifest.files) {
        guard let sql = table.copyIn(tables) else { continue }
        let count = try connection.copyIn(sql) { send in
          try GzipFile.read(path + "/" + file.name) { try send($0) }
        }
        guard count == file.rows else {
          throw ArchiveError("\(path)/\(file.name) changed while it was read; restore again")
        }
      }
      try connection.query("SELECT tenor_attach_run_partitions($1)", [.int4(tables.run)])
      if try runs.publication(id) != nil { try runs.freeze(tables.run) }
      try connection.query("DELETE FROM run_removal WHERE run_no = $1", [.int4(tables.run)])
      try connection.query("SELECT pg_notify('\(RunStore.runChannel)', $1)", [.text(id.text)])
    }
    return manifest
  }
}
