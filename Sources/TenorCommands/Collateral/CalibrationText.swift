import Collateral
import JSONDocuments

/// A model that was fitted, and how it does, for people.
enum CalibrationText {
  static func fit(_ parameters: [FittedParameter], _ logLikelihood: Double) -> [String] {
    var table = TextTable([("parameter", .left), ("value", .right), ("standard error", .right)])
    for parameter in parameters {
      table.append([
        parameter.name, significant(parameter.value), parameter.standardError.map(significant) ?? "-",
      ])
    }
    return table.lines + ["", "log likelihood \(NumberText.grouped(logLikelihood, decimals: 2))"]
  }

  static func test(_ title: String, _ test: CalibrationTest) -> [String] {
    var table = TextTable([
      ("tenth", .left), ("loan months", .right), ("expected", .right), ("seen", .right),
    ])
    for (index, decile) in test.deciles.enumerated() {
      table.append([
        "\(index + 1)", NumberText.grouped(decile.exposure), NumberText.fixed(decile.expected, decimals: 1),
        NumberText.grouped(decile.observed),
      ])
    }
    return [
      "",
      "\(title): \(NumberText.grouped(test.exposure)) loan months, \(NumberText.grouped(test.observed)) events, "
        + "\(NumberText.fixed(test.expected, decimals: 1)) expected",
      "log loss \(NumberText.fixed(test.logLoss, decimals: 6)), at one rate for all "
        + "\(NumberText.fixed(test.baselineLogLoss, decimals: 6)); area under curve "
        + NumberText.fixed(test.areaUnderCurve, decimals: 3), "",
    ] + table.lines
  }

  /// Five digits that count.
  private static func significant(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return JSONNumber.text(value) }
    var (scale, magnitude) = (1.0, abs(value))
    while magnitude < 10_000 { (scale, magnitude) = (scale * 10, magnitude * 10) }
    return JSONNumber.text((value * scale).rounded() / scale)
  }
}
