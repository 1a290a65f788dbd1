import JSONDocuments
import MarketData
import PostgresStore
import RunRecords

extension Command {
  static let importMarket = Command(
    path: ["import", "market"], summary: "Freeze market data as a snapshot", arguments: ["PATH"],
    options: [
      DatabaseOption.option,
      Option(name: "id-only", value: nil, help: "print the snapshot id and nothing else"), .json,
    ],
    example: "tenor import market Samples/bond-fund-2023-03-31/market",
    notes:
      "PATH is a JSON document, or a folder of market.json, curves.csv, spreads.csv and fx.csv (docs/formats.md).",
    isAudited: true,
    run: { arguments, console in
      let snapshot = try InputFile.market(arguments.positional[0])
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor import")
      let (record, isNew) = try MarketSnapshotStore(connection).put(snapshot)
      console.concerns("market_snapshot", record.id)
      if arguments.has("id-only") {
        console.print(record.id)
      } else if arguments.has("json") {
        console.print(
          try CanonicalJSON.encode(StoredSnapshot(id: record.id, isNew: isNew, positionCount: nil)))
      } else {
        console.print(
          "market snapshot \(record.id)\n  \(snapshot.valuationDate), \(snapshot.curves.count) curves, "
            + "\(snapshot.spreadCurves.count) spread curves, \(snapshot.fxRates.count) FX rates"
            + (isNew ? "" : "; it was there already"))
      }
      return .success
    })
}

/// What the import commands print as JSON.
struct StoredSnapshot: Codable {
  let id: String
  let isNew: Bool
  let positionCount: Int?
}
