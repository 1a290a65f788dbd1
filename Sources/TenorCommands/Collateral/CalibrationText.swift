import Collateral
import JSONDocuments

/// A model that was fitted, and how it does, for people.
enum CalibrationText {
  static func fit(_ parameters: [FittedParameter], _ logLikelihood: Double) -> [String] {
    var table = TextTable([
      ("parameter", .left), ("value", .right), ("standard error", .right), ("by history", .right),
    ])
    for parameter in parameters {
      table.append([
        parameter.name, significant(parameter.value), parameter.standardError.map(significant) ?? "-",
        parameter.clusteredError.map(significant) ?? "-",
      ])
    }
    return table.lines + ["", "log likelihood \(NumberText.grouped(logLikelihood, decimals: 2))"]
  }

  static func test(_ title: String, _ test: CalibrationTest) -> [String] {
    var lines = [
      "",
      "\(title): \(NumberText.grouped(test.exposure)) loan months, \(NumberText.grouped(test.observed)) events, "
        + "\(NumberText.grouped(test.expected, decimals: 1)) expected",
      "log loss \(NumberText.fixed(test.logLoss, decimals: 6)), at one rate for all "
        + "\(NumberText.fixed(test.baselineLogLoss, decimals: 6)); area under curve "
        + NumberText.fixed(test.areaUnderCurve, decimals: 3), "",
    ]
    lines += table(
      "tenth",
      test.deciles.enumerated().map { ("\($0 + 1)", $1.exposure, $1.expected, $1.observed) })
    lines += [""]
    lines += table(
      "from month",
      test.ages.map { (NumberText.fixed($0.start, decimals: 0), $0.exposure, $0.expected, $0.observed) })
    guard !test.incentives.isEmpty else { return lines }
    lines += [""]
    return lines
      + table(
        "incentive from",
        test.incentives.map {
          ("\(NumberText.fixed(100 * $0.start, decimals: 1))%", $0.exposure, $0.expected, $0.observed)
        })
  }

  private static func table(
    _ title: String, _ rows: [(name: String, exposure: Double, expected: Double, observed: Double)]
  ) -> [String] {
    var table = TextTable([
      (title, .left), ("loan months", .right), ("expected", .right), ("seen", .right),
    ])
    for row in rows {
      table.append([
        row.name, NumberText.grouped(row.exposure), NumberText.grouped(row.expected, decimals: 1),
        NumberText.grouped(row.observed),
      ])
    }
    return table.lines
  }

  /// Five digits that count.
  private static func significant(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return JSONNumber.text(value) }
    var (scale, magnitude) = (1.0, abs(value))
    while magnitude < 10_000 { (scale, magnitude) = (scale * 10, magnitude * 10) }
    return JSONNumber.text((value * scale).rounded() / scale)
  }
}
