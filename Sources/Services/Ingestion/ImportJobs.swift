import DataImports
import Foundation
import HTTPServing
import Ingestion
import MarketData
import PostgresStore
import RunRecords
import Synchronization

/// Imports on threads of their own, a few at a time.
///
/// What an import stores and how it ended commit together on a session that holds the import; when this process ends, or the
/// session, nothing of it is stored, and whoever looks next says that it has failed.
final class ImportJobs: Sendable {
  let limits: ImportLimits
  private let database: PostgresSettings
  private let progress: Database
  private let thresholds: MarketCheckThresholds
  private let failure: @Sendable (any Error) -> Void
  private let running = Mutex(0)

  /// - Parameters:
  ///   - database: For a session of each import's own.
  ///   - progress: For telling how far imports are.
  ///   - failure: Told what an import failed of, where that is not the file's fault.
  init(
    _ database: PostgresSettings, progress: Database, limits: ImportLimits,
    thresholds: MarketCheckThresholds, failure: @escaping @Sendable (any Error) -> Void
  ) {
    self.database = database
    self.progress = progress
    self.limits = limits
    self.thresholds = thresholds
    self.failure = failure
  }

  /// A session is used by one thread at a time: first by the one that begins, then by the import's own.
  private struct Job: @unchecked Sendable {
    let number: Int32
    let request: ImportRequest
    let connection: PostgresConnection
    let file: ImportFile
    let person: String
  }

  /// Begins an import, unless it was made already, and goes on with it after this has returned.
  ///
  /// - Throws: 503 while as many as allowed are carried out; the database's refusals.
  func begin(_ addition: ImportStore.Addition, _ upload: UploadedFile, format: ImportFormat) throws -> (
    record: ImportRecord, isNew: Bool
  ) {
    var hasSlot = false
    var isHandedOver = false
    defer { if hasSlot, !isHandedOver { giveBackSlot() } }
    do {
      let connection = try PostgresConnection(database)
      let begun = try ImportStore(connection).begin(addition) {
        try takeSlot()
        hasSlot = true
      }
      guard begun.isNew else { return begun }
      start(
        Job(
          number: begun.record.number, request: addition.request, connection: connection,
          file: file(upload, named: addition.file.name, format: format), person: addition.person))
      isHandedOver = true
      return begun
    } catch {
      throw ProblemDetails.database(error)
    }
  }

  private func takeSlot() throws(ProblemDetails) {
    let isFree = running.withLock { running in
      guard running < limits.simultaneous else { return false }
      running += 1
      return true
    }
    guard isFree else {
      throw .unavailable("Other files are being imported; try again shortly.", retryAfterSeconds: 5)
    }
  }

  private func giveBackSlot() { running.withLock { $0 -= 1 } }

  private func start(_ job: Job) {
    let thread = Thread { [self] in
      carryOut(job)
      giveBackSlot()
    }
    thread.name = "import \(job.number)"
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func file(_ upload: UploadedFile, named name: String, format: ImportFormat) -> ImportFile {
    ImportFile(name: name, format: format, mostBytes: limits.unpackedBytes) {
      var offset = 0
      return ByteSource { buffer throws(IngestionError) in
        let count = upload.read(into: buffer, at: offset)
        guard count >= 0 else {
          throw IngestionError(
            file: name, message: "cannot be read: \(String(cString: strerror(Int32(-count))))")
        }
        offset += count
        return count
      }
    }
  }

  private func carryOut(_ job: Job) {
    let counts = RowCounts()
    let telling = ImportTelling(job.number, counts, progress)
    do {
      try job.connection.transaction {
        var run = FileImport(job.file, by: job.person, job.connection)
        run.counts = counts
        run.mostRows = limits.rows
        run.thresholds = thresholds
        run.importNumber = job.number
        let end = try end(run, job)
        // Its statement would wait for this transaction's lock on the import.
        telling.stop()
        try ImportStore(job.connection).finish(job.number, end)
      }
    } catch {
      telling.stop()
      fail(job, counts, error)
    }
  }

  /// What the file comes to; its faults are a way to end, too.
  private func end(_ run: FileImport, _ job: Job) throws -> ImportStore.End {
    do {
      return ImportStore.End(try job.connection.undoable { try run.run(job.request) })
    } catch let error as IngestionError {
      return ImportStore.End(refusing: job.file.name, run.counts, error)
    } catch StoreError.invalid(let problems) {
      return ImportStore.End(refusing: job.file.name, run.counts, problems)
    } catch StoreError.invalidRow(let id, let field, let message) {
      return ImportStore.End(
        refusing: job.file.name, run.counts, [RunRequestProblem(field: field, message: "'\(id)': \(message)")]
      )
    }
  }

  private func fail(_ job: Job, _ counts: RowCounts, _ error: any Error) {
    failure(error)
    var end = ImportStore.End(.failed)
    end.counts = ImportCounts(accepted: counts.accepted, rejected: counts.rejected)
    end.problem =
      (ProblemDetails.database(error) as? ProblemDetails)?.detail
      ?? "the server failed; its log holds the reason; send the file again"
    do {
      try progress.write { try ImportStore($0).finish(job.number, end) }
    } catch {
      // Whoever looks next says that it was broken off.
      failure(error)
    }
  }
}
