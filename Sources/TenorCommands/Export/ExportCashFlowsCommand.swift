import PostgresStore
import RunRecords
import RunReports

extension Command {
  static let exportCashFlows = Command(
    path: ["export", "cashflows"], summary: "Write the cash flows of a run's positions to a file",
    arguments: ["RUN"],
    options: [ResultOptions.position, ResultOptions.node, ResultOptions.product] + ExportOutput.options,
    example: "tenor export cashflows latest --node GS-BOND-FUND/RATES --output flows.csv",
    run: { arguments, console in
      let output = try ExportOutput(arguments, console)
      let filter = ResultStore.CashFlowFilter(
        positionID: arguments.value("position"), node: arguments.value("node"),
        productType: try ResultOptions.productType(arguments))
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor export")
      let run = try RunReference.succeededRun(arguments.positional[0], connection, action: "exported")
      try output.write(CashFlowsExport(run.id, filter: filter), of: run, connection)
      return .success
    })
}
