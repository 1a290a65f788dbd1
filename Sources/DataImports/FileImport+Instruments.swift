import Ingestion
import Instruments
import PostgresStore
import RunRecords

extension FileImport {
  /// Stores instruments; a changed one becomes a new version.
  func instruments(_ request: ImportRequest) throws -> ImportOutcome {
    func read(_ accept: (InstrumentVersion) throws -> Void) throws -> IngestionReport {
      try file.records(counts: counts, mostRows: mostRows, note: note) { (record: InstrumentRecord) in
        try accept(InstrumentVersion(record))
      }
    }
    do {
      if request.isDryRun {
        let report = try read { _ in }
        throw NothingStored(report: report, problem: report.refusal(request, canBeEmpty: true))
      }
      let loaded = try InstrumentStore(connection).load { store in
        let report = try ReadAhead.run(chunk: InstrumentStore.chunk, make: read, use: store)
        if let problem = report.refusal(request, canBeEmpty: true) {
          throw NothingStored(report: report, problem: problem)
        }
        return report
      }
      return ImportOutcome(
        loaded.result, stored: ImportResult(isNew: loaded.new > 0, newCount: loaded.new))
    } catch let refused as NothingStored {
      return ImportOutcome(nothingStored: refused.report, because: refused.problem)
    }
  }
}
