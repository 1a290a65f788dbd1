import Ingestion
import Instruments
import JSONDocuments
import PostgresStore

extension Command {
  static let importInstruments = Command(
    path: ["import", "instruments"], summary: "Store instruments; a changed one becomes a new version",
    arguments: ["FILE"], options: [DatabaseOption.option] + IngestionReport.options + [.json],
    example: "tenor import instruments Samples/bond-fund-2023-03-31/instruments.csv",
    run: { arguments, console in
      var records: [InstrumentRecord] = []
      let report = try InputFile.records(arguments.positional[0]) { (record: InstrumentRecord) in
        records.append(record)
      }
      let isRefused = arguments.has("dry-run") || (arguments.has("strict") && report.rejected > 0)
      if isRefused {
        try report.announce(arguments, console, stored: "; nothing stored")
      } else {
        let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor import")
        let new = try InstrumentStore(connection).put(records)
        try report.announce(arguments, console, stored: ", new versions \(new)")
      }
      if arguments.has("json") { console.print(try CanonicalJSON.encode(report)) }
      return report.rejected > 0 ? .rejectedInput : .success
    })
}
