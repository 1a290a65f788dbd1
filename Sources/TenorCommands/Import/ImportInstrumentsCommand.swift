import Ingestion
import Instruments
import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let importInstruments = Command(
    path: ["import", "instruments"], summary: "Store instruments; a changed one becomes a new version",
    arguments: ["FILE"], options: [DatabaseOption.option] + IngestionReport.options + [.json],
    example: "tenor import instruments Samples/bond-fund-2023-03-31/instruments.csv",
    isAudited: true,
    run: { arguments, console in
      let path = arguments.positional[0]
      func read(_ accept: (InstrumentVersion) throws -> Void) throws -> IngestionReport {
        try InputFile.records(path, console: console) { (record: InstrumentRecord) in
          try accept(InstrumentVersion(record))
        }
      }
      let report: IngestionReport
      let outcome: String
      do {
        if arguments.has("dry-run") { throw NothingStored(report: try read { _ in }) }
        let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor import")
        let loaded = try InstrumentStore(connection).load { store in
          let report = try ReadAhead.run(chunk: InstrumentStore.chunk, make: read, use: store)
          if arguments.has("strict"), report.rejected > 0 { throw NothingStored(report: report) }
          return report
        }
        report = loaded.result
        outcome = ", new versions \(loaded.new)"
      } catch let refused as NothingStored {
        report = refused.report
        outcome = "; nothing stored"
      }
      try report.announce(arguments, console, stored: outcome)
      if arguments.has("json") { console.print(try CanonicalJSON.encode(report)) }
      return report.rejected > 0 ? .rejectedInput : .success
    })
}

/// Ends an import that stores nothing, after the whole file was read.
struct NothingStored: Error { let report: IngestionReport }
