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
    notes: "Instruments must be imported first. The same positions in any order are the same snapshot.",
    run: { arguments, console in
      let asOf = try arguments.requiredDate("as-of")
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor import")
      let instruments = try InstrumentStore(connection).current()
      var positions: [Position] = []
      let report = try InputFile.records(
        arguments.positional[0],
        check: { (position: Position) throws(TermsError) in
          guard instruments[position.instrumentID] != nil else {
            throw TermsError(
              field: "instrument_id",
              message: "'\(position.instrumentID)' is not known; import the instrument first")
          }
        },
        accept: { positions.append($0) })
      // A file without positions is rather an export that failed than a book, unless somebody says so.
      let isRefused = report.accepted == 0 && !(report.read == 0 && arguments.has("allow-empty"))
      if arguments.has("dry-run") || (arguments.has("strict") && report.rejected > 0) || isRefused {
        try report.announce(arguments, console, stored: "; nothing stored")
        if arguments.has("json") { console.print(try CanonicalJSON.encode(report)) }
        return report.rejected > 0 || isRefused ? .rejectedInput : .success
      }
      positions.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
      try PortfolioStore(connection).ensure(paths: Set(positions.map(\.portfolio)).sorted())
      let (record, isNew) = try PositionSnapshotStore(connection).put(
        asOf: asOf, source: arguments.value("source") ?? report.file, positions: positions,
        instruments: instruments)
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
