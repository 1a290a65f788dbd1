import Collateral
import JSONDocuments

extension Command {
  static let collateralProject = Command(
    path: ["collateral", "project"],
    summary: "Write what loans pay by their contracts, and by what became of them, month by month",
    arguments: ["LOANS"],
    options: [CollateralFiles.firstMonthOption, CollateralFiles.outcomeOption],
    example:
      "tenor collateral project Samples/deals/ubs-2017-c1/loans.csv --first-month 2017-07 "
      + "--outcomes Samples/deals/ubs-2017-c1/outcomes.csv > flows.csv",
    notes:
      "The CSV is what 'tenor deal run --collateral' reads. Loans still in default are lost after ten years.",
    run: { arguments, console in
      let loans = try CollateralFiles.loans(arguments.positional[0])
      let outcomes = try CollateralFiles.outcomes(arguments)
      let firstMonth = try CollateralFiles.firstMonth(arguments)
      let flows = try CollateralFiles.refusing { () throws(CollateralError) in
        try CollateralProjection.flows(loans, outcomes: outcomes, firstMonth: firstMonth)
      }
      for line in CollateralFlowsText.csv(flows) { console.print(line) }
      return .success
    })
}
