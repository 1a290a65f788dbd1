import Collateral
import DatesAndConventions
import JSONDocuments

/// A projection beside a report, for people and for files.
enum ReportComparisonText {
  /// A row a year, then a row for each loan that differs.
  static func summary(_ comparison: ReportComparison, tolerance: Double) -> [String] {
    var years = TextTable([
      ("year", .left), ("interest", .right), ("difference", .right), ("scheduled", .right),
      ("difference", .right),
      ("unscheduled", .right), ("difference", .right), ("loss", .right), ("difference", .right),
      ("balance", .right), ("difference", .right),
    ])
    let byYear = Dictionary(grouping: comparison.months, by: \.month.year)
    for year in byYear.keys.sorted() {
      var (projected, reported) = (ReportedAmounts(), ReportedAmounts())
      for month in byYear[year, default: []] {
        projected.append(month.projected)
        reported.append(month.reported)
      }
      var cells = ["\(year)"]
      for amount in amounts {
        cells.append(NumberText.grouped(reported[keyPath: amount]))
        cells.append(NumberText.grouped(projected[keyPath: amount] - reported[keyPath: amount]))
      }
      years.append(cells)
    }
    var lines =
      ["As reported, and projected less reported; balances at the end of the year", ""] + years.lines
    let same = comparison.loans - comparison.differences.count
    lines += [
      "",
      "\(same) of \(comparison.loans) loans are as reported in every month, to \(NumberText.grouped(tolerance, decimals: 2)); "
        + "\(comparison.loanMonths) months of loans were compared",
    ]
    guard !comparison.differences.isEmpty else { return lines }
    var loans = TextTable([
      ("loan", .left), ("months", .right), ("first", .left), ("largest", .right), ("interest", .right),
      ("principal", .right), ("balance", .right),
    ])
    for loan in comparison.differences {
      loans.append([
        loan.loan, "\(loan.months)", "\(loan.firstMonth)", NumberText.grouped(loan.largest, decimals: 2),
        NumberText.grouped(loan.interest), NumberText.grouped(loan.principal),
        NumberText.grouped(loan.balance),
      ])
    }
    return lines + [""] + loans.lines
  }

  /// A row a month: projected and reported.
  static func csv(_ comparison: ReportComparison) -> [String] {
    let names = ["interest", "scheduled_principal", "unscheduled_principal", "loss", "balance"]
    let header = (["month"] + names.flatMap { ["projected_\($0)", "reported_\($0)"] }).joined(separator: ",")
    return [header]
      + comparison.months.map { month in
        ([month.month.description]
          + amounts.flatMap { amount in
            [month.projected[keyPath: amount], month.reported[keyPath: amount]].map { JSONNumber.text($0) }
          }).joined(separator: ",")
      }
  }

  private static var amounts: [KeyPath<ReportedAmounts, Double>] {
    [\.interest, \.scheduledPrincipal, \.unscheduledPrincipal, \.loss, \.balance]
  }
}
