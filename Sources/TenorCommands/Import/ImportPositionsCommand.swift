import DataImports
import DatesAndConventions
import Ingestion
import JSONDocuments
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
      let run = try ImportRun(arguments, console)
      var request = run.request(.positions)
      request.asOf = asOf
      request.source = arguments.value("source")
      request.allowsEmpty = arguments.has("allow-empty")
      let outcome = try run.rows(request) { $0.isNew ? "" : "; the snapshot was there already" }
      guard let id = outcome.result?.snapshotId, let isNew = outcome.result?.isNew else {
        try run.printReport(outcome)
        return outcome.exitCode
      }
      console.concerns("position_snapshot", id)
      let count = outcome.report?.accepted ?? 0
      if arguments.has("id-only") {
        console.print(id)
      } else if arguments.has("json") {
        console.print(
          try CanonicalJSON.encode(StoredSnapshot(id: id, isNew: isNew, positionCount: count)))
      } else {
        console.print("position snapshot \(id)\n  \(count) positions of \(asOf)")
      }
      return outcome.exitCode
    })
}
