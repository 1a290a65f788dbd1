import DataImports
import Ingestion
import RunRecords

extension Command {
  static let importInstruments = Command(
    path: ["import", "instruments"], summary: "Store instruments; a changed one becomes a new version",
    arguments: ["FILE"], options: [DatabaseOption.option] + IngestionReport.options + [.json],
    example: "tenor import instruments Samples/bond-fund-2023-03-31/instruments.csv",
    isAudited: true,
    run: { arguments, console in
      let run = try ImportRun(arguments, console)
      let outcome = try run.rows(run.request(.instruments)) { ", new versions \($0.newCount ?? 0)" }
      try run.printReport(outcome)
      return outcome.exitCode
    })
}
