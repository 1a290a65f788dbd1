import DataImports
import JSONDocuments
import MarketData
import PostgresStore
import RunRecords

extension Command {
  static let importMarket = Command(
    path: ["import", "market"], summary: "Freeze market data as a snapshot", arguments: ["PATH"],
    options: [
      DatabaseOption.option,
      Option(name: "dry-run", value: nil, help: "check the files and store nothing"),
      MarketCheckOptions.option,
      Option(name: "by", value: "USER", help: "who imports; default the login name"),
      Option(name: "id-only", value: nil, help: "print the snapshot id and nothing else"), .json,
    ],
    example: "tenor import market Samples/bond-fund-2023-03-31/market",
    notes:
      "PATH is a JSON document, or a folder of market.json, curves.csv and, as far as there are any, tables of spreads,\n"
      + "exchange rates, fixings, volatilities, default swaps, price indices and models (docs/formats.md), or a tar archive\n"
      + "of such a folder.\n"
      + "What is unusual in it is told; a person has to review it then before runs use it (tenor market review).",
    isAudited: true,
    run: { arguments, console in
      let market = try InputFile.refusing { try ImportFile.market(path: arguments.positional[0]) }
      let snapshot = market.snapshot
      let volatilities =
        snapshot.volatilities.swaptions.count + snapshot.volatilities.caps.count
        + snapshot.volatilities.fx.count
      let contents =
        "\(snapshot.valuationDate), \(snapshot.curves.count) curves, \(snapshot.spreadCurves.count) spread curves, "
        + (snapshot.creditCurves.isEmpty ? "" : "\(snapshot.creditCurves.count) credit curves, ")
        + (volatilities == 0 ? "" : "\(volatilities) volatility surfaces, ")
        + (snapshot.inflationIndices.isEmpty ? "" : "\(snapshot.inflationIndices.count) price indices, ")
        + "\(snapshot.fxRates.count) FX rates"
      guard !arguments.has("dry-run") else {
        console.print("market of \(contents); nothing stored")
        return .success
      }
      let thresholds = try MarketCheckOptions.thresholds(arguments, console)
      let connection = try DatabaseOption.importConnection(arguments, console)
      let (record, isNew) = try MarketSnapshotStore(connection).put(
        snapshot, upload: MarketUpload(by: try arguments.person(console), files: market.files),
        thresholds: thresholds)
      console.concerns("market_snapshot", record.id)
      if !record.review.isUsable {
        for line in MarketCheckText.lines(try MarketCheckStore(connection).record(record.id)) {
          console.note(line)
        }
      }
      if arguments.has("id-only") {
        console.print(record.id)
      } else if arguments.has("json") {
        console.print(
          try CanonicalJSON.encode(StoredSnapshot(id: record.id, isNew: isNew, positionCount: nil)))
      } else {
        console.print("market snapshot \(record.id)\n  \(contents)" + (isNew ? "" : "; it was there already"))
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
