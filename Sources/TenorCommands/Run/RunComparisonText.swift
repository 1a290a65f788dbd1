import Pricing
import RunReports

/// A comparison of two runs, for a terminal or as JSON.
struct RunComparisonText: Encodable {
  let comparison: RunComparison
  let nodes: [NodeComparison]

  init(_ comparison: RunComparison, _ nodes: [NodeComparison]) {
    self.comparison = comparison
    self.nodes = nodes
  }

  var lines: [String] {
    let positions = comparison.positions
    let subject =
      [positions.measure.rawValue, positions.factor, positions.scenario, positions.currency ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
    return ["A \(comparison.runA)", "B \(comparison.runB)", ""] + asked + [""]
      + ["\(subject) by node"] + nodeLines + [""]
      + ["\(subject) by position, largest difference first"] + positionLines + [""]
      + [
        "\(positions.inBoth) positions in both, \(positions.differing) of them differ, "
          + "\(positions.valuedInOne) have a value in one only; "
          + "\(positions.onlyInA.count) only in A, \(positions.onlyInB.count) only in B"
      ]
  }

  private var asked: [String] {
    guard !comparison.isSameRequest else { return ["The same was asked of both."] }
    var lines = ["Asked differently"]
    for parameter in comparison.parameters where !parameter.isSame {
      lines.append("  \(parameter.name)")
      lines.append("    A \(parameter.a)")
      lines.append("    B \(parameter.b)")
    }
    for scenario in comparison.scenarios where !scenario.isSame {
      let what =
        switch (scenario.a, scenario.b) {
        case (_?, nil): "is in A only"
        case (nil, _): "is in B only"
        case (_?, _?): "has other shifts"
        }
      lines.append("  scenario \(scenario.scenario) \(what)")
    }
    return lines
  }

  private var nodeLines: [String] {
    var table = TextTable([
      ("node", .left), ("A", .right), ("B", .right), ("difference", .right), ("%", .right),
    ])
    for node in nodes {
      guard let value = node.cells.first?.value else { continue }
      table.append([
        node.node, number(value.a), number(value.b), number(value.difference), percent(value.percent),
      ])
    }
    return table.lines
  }

  private var positionLines: [String] {
    var table = TextTable([
      ("position", .left), ("product", .left), ("A", .right), ("B", .right), ("difference", .right),
      ("%", .right),
    ])
    for item in comparison.positions.largest {
      table.append([
        item.positionId, item.productType, number(item.a?.amount), number(item.b?.amount),
        number(item.difference),
        percent(item.percent),
      ])
    }
    return table.lines
  }

  private func number(_ value: Double?) -> String {
    value.map { NumberText.grouped($0, decimals: comparison.positions.currency == nil ? 6 : 2) } ?? "-"
  }

  private func percent(_ value: Double?) -> String { value.map { NumberText.fixed($0, decimals: 2) } ?? "" }
}
