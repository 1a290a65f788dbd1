import DatesAndConventions
import Ingestion
import Instruments
import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let importPositions = Command(
    path: ["import", "positions"], summary: "Freeze positions as a snapshot", arguments: ["FILE"],
    options: [
      Option(name: "as-of", value: "DATE", help: "the day whose end the positions describe"),
      Option(name: "source", value: "TEXT", help: "where they come from; default the file's name"),
      Option(name: "allow-empty", value: nil, help: "store a file without rows as a book without positions"),
      DatabaseOption.option,
    ] + IngestionReport.options + [
      Option(name: "id-only", value: nil, help: "print the snapshot id and nothing else"), .json,
    ],
    example: "tenor import positions Samples/bond-fund-2023-03-31/positions.csv --as-of 2023-03-31",
    notes:
      "Instruments, and counterparties that positions name, must be imported first. The same positions in any order are the same snapshot.",
    isAudited: true,
    run: { arguments, console in
      let asOf = try arguments.requiredDate("as-of")
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor import")
      let instruments = try InstrumentStore(connection).current()
      let counterparties = try CounterpartyStore(connection).ids()
      let path = arguments.positional[0]
      func read(_ accept: (HeldPosition) throws -> Void) throws -> IngestionReport {
        var instrument: InstrumentReference?
        return try InputFile.records(
          path, console: console,
          check: { (position: Position) throws(TermsError) in
            instrument = instruments[position.instrumentID]
            guard instrument != nil else {
              throw TermsError(
                field: "instrument_id",
                message: "'\(position.instrumentID)' is not known; import the instrument first")
            }
            if let counterparty = position.counterpartyID, !counterparties.contains(counterparty) {
              throw TermsError(
                field: "counterparty_id",
                message: "'\(counterparty)' is not known; import the counterparty first")
            }
          },
          accept: { try accept(HeldPosition($0, in: instrument!)) })
      }
      // A file without positions is rather an export that failed than a book, unless somebody says so.
      func isRefused(_ report: IngestionReport) -> Bool {
        report.accepted == 0 && !(report.read == 0 && arguments.has("allow-empty"))
      }
      let report: IngestionReport
      let record: PositionSnapshotRecord
      let isNew: Bool
      do {
        if arguments.has("dry-run") { throw NothingStored(report: try read { _ in }) }
        (report, record, isNew) = try PositionSnapshotStore(connection).load(
          asOf: asOf, source: arguments.value("source") ?? InputFile.name(path)
        ) { store in
          let report = try ReadAhead.run(make: read, use: store)
          if isRefused(report) || (arguments.has("strict") && report.rejected > 0) {
            throw NothingStored(report: report)
          }
          return report
        }
      } catch let refused as NothingStored {
        let report = refused.report
        try report.announce(arguments, console, stored: "; nothing stored")
        if arguments.has("json") { console.print(try CanonicalJSON.encode(report)) }
        return report.rejected > 0 || isRefused(report) ? .rejectedInput : .success
      }
      console.concerns("position_snapshot", record.id)
      try report.announce(arguments, console, stored: isNew ? "" : "; the snapshot was there already")
      if arguments.has("id-only") {
        console.print(record.id)
      } else if arguments.has("json") {
        console.print(
          try CanonicalJSON.encode(
            StoredSnapshot(id: record.id, isNew: isNew, positionCount: record.positionCount)))
      } else {
        console.print("position snapshot \(record.id)\n  \(record.positionCount) positions of \(asOf)")
      }
      return report.rejected > 0 ? .rejectedInput : .success
    })
}
