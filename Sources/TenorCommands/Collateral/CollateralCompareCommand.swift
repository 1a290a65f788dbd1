import Collateral

extension Command {
  static let collateralCompare = Command(
    path: ["collateral", "compare"],
    summary: "Project loans by their contracts beside what was reported of them",
    arguments: ["LOANS"],
    options: [
      Option(
        name: "reported", value: "FILE",
        help: "amounts of each loan and month as its servicer reported them, CSV or JSON"),
      CollateralFiles.firstMonthOption, CollateralFiles.outcomeOption,
      Option(
        name: "tolerance", value: "N", help: "differences up to this many currency units are rounding; 5"),
      Option(name: "csv", value: nil, help: "print every month as CSV"),
    ],
    example:
      "tenor collateral compare Samples/deals/ubs-2017-c1/loans.csv --reported Samples/deals/ubs-2017-c1/reported.csv.gz "
      + "--first-month 2017-07 --outcomes Samples/deals/ubs-2017-c1/outcomes.csv",
    notes: "Loans without an outcome run by contract: nothing is prepaid and nobody defaults.",
    run: { arguments, console in
      let loans = try CollateralFiles.loans(arguments.positional[0])
      let reported = try CollateralFiles.reported(try arguments.required("reported"))
      let outcomes = try CollateralFiles.outcomes(arguments)
      let firstMonth = try CollateralFiles.firstMonth(arguments)
      let tolerance = try arguments.number("tolerance") ?? 5
      let comparison = try CollateralFiles.refusing { () throws(CollateralError) in
        try ReportComparison(
          loans, outcomes: outcomes, reported: reported, firstMonth: firstMonth, tolerance: tolerance)
      }
      let lines =
        arguments.has("csv")
        ? ReportComparisonText.csv(comparison)
        : ReportComparisonText.summary(comparison, tolerance: tolerance)
      for line in lines { console.print(line) }
      return .success
    })
}
