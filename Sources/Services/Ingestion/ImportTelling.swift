import Foundation
import Ingestion
import PostgresStore
import RunRecords

/// Writes down twice a second how far an import is, until it is stopped.
final class ImportTelling: Sendable {
  private let stopped = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(_ number: Int32, _ counts: RowCounts, _ database: Database) {
    let thread = Thread { [stopped, ended] in
      var told = ImportCounts()
      while stopped.wait(timeout: .now() + .milliseconds(500)) == .timedOut {
        let now = ImportCounts(accepted: counts.accepted, rejected: counts.rejected)
        guard now != told else { continue }
        // How far it is matters less than that it goes on.
        try? database.write { try ImportStore($0).note(now, of: number) }
        told = now
      }
      ended.signal()
    }
    thread.name = "import \(number) progress"
    thread.start()
  }

  /// Returns when nothing is written any more.
  func stop() {
    stopped.signal()
    ended.wait()
    ended.signal()
  }
}
