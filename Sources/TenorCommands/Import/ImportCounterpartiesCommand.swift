import DataImports
import Ingestion
import RunRecords

extension Command {
  static let importCounterparties = Command(
    path: ["import", "counterparties"], summary: "Store counterparties; those of known ids are replaced",
    arguments: ["FILE"], options: [DatabaseOption.option] + IngestionReport.options + [.json],
    example: "tenor import counterparties Samples/bond-fund-2023-03-31/counterparties.csv",
    notes: "A parent stands in the same file, anywhere, or is stored already.",
    isAudited: true,
    run: { arguments, console in
      let run = try ImportRun(arguments, console)
      let outcome = try run.rows(run.request(.counterparties)) {
        ", new \($0.newCount ?? 0), changed \($0.changedCount ?? 0)"
      }
      try run.printReport(outcome)
      return outcome.exitCode
    })
}
