import JSONDocuments
import Pricing
import RunRecords
import RunReports

/// A cube as tables for a terminal, or as lines for a spreadsheet.
struct CubeText {
  private let report: CubeReport

  init(_ report: CubeReport) { self.report = report }

  /// A table for each figure: rows down, columns across, the total of each last.
  var lines: [String] {
    report.figures.indices.flatMap { table($0) }
  }

  private func table(_ figure: Int) -> [String] {
    let named = report.figures[figure]
    let scenario =
      report.confidence.map { "confidence \($0), \(report.scenarioCount ?? 0) scenarios" }
      ?? (report.scenario ?? "") + (report.isDifference == true ? " less BASE" : "")
    let currency = named.unit == .amount ? ", \(report.currency ?? "")" : ""
    let title = "\(named.label)\(named.factor.isEmpty ? "" : " \(named.factor)")\(currency), \(scenario)"
    let rowCount = report.dimensions.count { $0.axis == .rows }
    // What is in all of one head's dimensions, or in the total of them all, and not in totals within.
    func heads(_ part: Range<Int>) -> [[Int?]] {
      let all = Set(report.cells.map { Array($0.at[part]) })
      return all.filter { $0.allSatisfy { $0 != nil } || $0.allSatisfy { $0 == nil } }
        .sorted { a, b in
          for (left, right) in zip(a, b) where left != right { return left ?? .max < right ?? .max }
          return false
        }
    }
    let (rows, columns) = (heads(0..<rowCount), heads(rowCount..<report.dimensions.count))
    let cells = Dictionary(uniqueKeysWithValues: report.cells.map { ($0.at, $0.figures[figure]) })
    var table = TextTable(
      report.dimensions[..<rowCount].map { ($0.dimension.rawValue, .left) }
        + columns.map { column in
          (columns.count == 1 ? "total" : name(column, from: rowCount).joined(separator: " / "), .right)
        } + [("positions", .right), ("without", .right)])
    for row in rows {
      let values = columns.map { cells[row + $0] }
      let whole = values.last ?? nil
      table.append(
        name(row, from: 0) + values.map { $0?.value.map { text($0, named) } ?? "-" }
          + [String(whole?.positionCount ?? 0), String(whole?.gapCount ?? 0)])
    }
    var reasons = Set(report.cells.compactMap { $0.figures[figure].reason?.description }).sorted()
    if reasons.count > 5 { reasons = Array(reasons.prefix(5)) + ["..."] }
    return [title] + table.lines + reasons.map { "  -: \($0)" } + [""]
  }

  private func name(_ at: [Int?], from first: Int) -> [String] {
    at.enumerated().map { index, group in
      group.map { text(report.dimensions[first + index].groups[$0]) } ?? "total"
    }
  }

  private func text(_ group: CubeReport.Group) -> String {
    switch group.kind {
    case .value: group.value ?? ""
    case .none: "(none)"
    case .other: "(\(group.valueCount ?? 0) others)"
    }
  }

  private func text(_ value: Double, _ figure: CubeReport.Figure) -> String {
    switch figure.unit {
    case .rate: NumberText.fixed(value * 100, decimals: figure.decimals) + "%"
    case .amount, .per100, .basisPoints, .years, .yearsSquared, .none:
      NumberText.grouped(value, decimals: figure.unit == .amount ? 0 : figure.decimals)
    }
  }

  /// A line for each cell and figure; a dimension is empty where all of its groups are together.
  var csv: [String] {
    let head =
      report.dimensions.map(\.dimension.rawValue)
      + ["figure", "factor", "value", "position_count", "gap_count", "reason"]
    let body = report.cells.flatMap { cell in
      zip(report.figures, cell.figures).map { figure, found in
        let groups = zip(report.dimensions, cell.at).map { dimension, group in
          CSVText.cell(group.map { text(dimension.groups[$0]) } ?? "")
        }
        return groups + [
          figure.name, CSVText.cell(figure.factor), found.value.map(JSONNumber.text) ?? "",
          String(found.positionCount), String(found.gapCount), CSVText.cell(found.reason?.description ?? ""),
        ]
      }
    }
    return ([head] + body).map { $0.joined(separator: ",") }
  }
}
