import ComputeWorker
import PostgresStore
import RunRecords

extension Command {
  static let runVerify = Command(
    path: ["run", "verify"],
    summary: "Recompute a run from its snapshots and compare every number bit by bit",
    arguments: ["RUN"], options: [DatabaseOption.option], example: "tenor run verify latest",
    notes: "Exit code 0: bit-equal. 1: the cells that differ are named.",
    run: { arguments, console in
      let settings = try DatabaseOption.reaching {
        try DatabaseOption.settings(arguments, console, applicationName: "tenor verify")
      }
      let record = try RunReference.run(arguments.positional[0], try PostgresConnection(settings))
      let report = try RunVerifier(settings).verify(record.id) { done, total in
        if console.isInteractive { console.progress("verified \(done)/\(total) positions") }
      }
      console.endProgress()
      let compared =
        "\(NumberText.grouped(Double(report.cells))) cells, \(NumberText.grouped(Double(report.cashFlows))) cash flows, "
        + "\(NumberText.grouped(Double(report.nodeValues))) node values"
      if report.isEqual {
        console.print("\(record.id) is bit-equal to its recomputation: \(compared)")
        return .success
      }
      console.print("\(record.id) differs in \(report.differenceCount) places of \(compared):")
      for difference in report.differences { console.print("  \(difference)") }
      return .failed
    })
}
