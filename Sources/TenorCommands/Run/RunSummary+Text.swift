extension RunSummary {
  /// The summary as a person reads it; `reported` is set beside Tenor's key rates when given.
  func lines(reported: ReportedRisk?) -> [String] {
    var lines = [
      "Run \(runId)  \(state)  valuation \(valuationDate)  reporting currency \(reportingCurrency)",
      "  \(NumberText.grouped(Double(positions))) positions, \(scenarios.count) scenarios, \(measures.count) measures: "
        + "\(NumberText.grouped(Double(cells))) cells in \(NumberText.fixed(elapsedSeconds, decimals: 2)) s"
        + throughput,
      "  market \(marketSnapshotId)", "  positions \(positionSnapshotId)",
    ]
    if positions == 0 { lines += ["", "The snapshot holds no positions: there is nothing to value."] }
    lines += warnings.map { "  note: \($0)" }
    add("Portfolio, \(reportingCurrency)", nodeTable, to: &lines)
    add("Value by product and currency", holdingTable, to: &lines)
    add("DV01 by curve and key rate, \(reportingCurrency) for +1 bp", keyRateTable, to: &lines)
    add("Scenario profit and loss, \(reportingCurrency)", scenarioTable, to: &lines)
    add("Positions without a value, and why", gapTable, to: &lines)
    if !gapRows.isEmpty {
      let counts = gapRows.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
      lines += ["  vectors with a reason in place of a number: \(counts.joined(separator: ", "))"]
    }
    add("Coverage of the reported values, \(reportingCurrency)", coverageTable, to: &lines)
    if let reported { lines += reported.comparison(with: self) }
    return lines
  }

  private var throughput: String {
    guard elapsedSeconds > 0 else { return "" }
    return ", \(NumberText.grouped(Double(cells) / elapsedSeconds)) cells/s"
  }

  private func add(_ title: String, _ table: TextTable, to lines: inout [String]) {
    guard !table.isEmpty else { return }
    lines += ["", title] + table.lines
  }

  private var nodeTable: TextTable {
    var table = TextTable([
      ("node", .left), ("value", .right), ("DV01", .right), ("CS01", .right), ("duration", .right),
      ("yield", .right), ("positions", .right), ("without", .right),
    ])
    for line in nodes {
      table.append([
        line.node, text(line.value), text(line.dv01), text(line.cs01),
        text(line.effectiveDuration, decimals: 2),
        line.yield.map { NumberText.percent($0, decimals: 2) } ?? "-", "\(line.positions)", "\(line.gaps)",
      ])
    }
    return table
  }

  private var holdingTable: TextTable {
    var table = TextTable([
      ("fund", .left), ("product", .left), ("currency", .left), ("value", .right),
      (reportingCurrency, .right),
      ("positions", .right), ("without", .right),
    ])
    for line in holdings {
      table.append([
        line.fund, line.productType, line.currency, text(line.value), text(line.reportingValue),
        "\(line.positions)", "\(line.gaps)",
      ])
    }
    return table
  }

  private var keyRateTable: TextTable {
    let tenors = keyRates.first?.tenors ?? []
    var table = TextTable(
      [("fund", .left), ("curve", .left)] + tenors.map { ($0, .right) } + [("total", .right)])
    for line in keyRates {
      let values = line.dv01.compactMap { $0 }
      table.append(
        [line.fund, line.currency] + line.dv01.map { text($0) }
          + [values.count == line.dv01.count ? text(values.reduce(0, +)) : "-"])
    }
    return table
  }

  private var scenarioTable: TextTable {
    var table = TextTable([
      ("fund", .left), ("scenario", .left), ("value", .right), ("P&L", .right), ("", .left),
    ])
    let largest = scenarioProfits.compactMap { $0.profit.map(abs) }.max() ?? 0
    for line in scenarioProfits {
      table.append([
        line.fund, line.scenario, text(line.value), text(line.profit),
        bar(line.profit ?? 0, largest: largest),
      ])
    }
    return table
  }

  private var gapTable: TextTable {
    var table = TextTable([("product", .left), ("reason", .left), ("positions", .right)])
    for line in gaps.prefix(40) { table.append([line.productType, line.reason, "\(line.positions)"]) }
    if gaps.count > 40 {
      table.append([
        "…", "\(gaps.count - 40) more reasons", "\(gaps.dropFirst(40).reduce(0) { $0 + $1.positions })",
      ])
    }
    return table
  }

  private var coverageTable: TextTable {
    var table = TextTable([
      ("fund", .left), ("product", .left), ("positions", .right), ("priced", .right),
      ("reported, gross", .right),
      ("priced share", .right), ("reported, priced", .right), ("Tenor, with accrued", .right),
    ])
    for line in coverage {
      table.append([
        line.fund, line.productType, "\(line.positions)", "\(line.priced)", text(line.reportedGross),
        line.reportedGross > 0 ? NumberText.percent(line.reportedGrossPriced / line.reportedGross) : "-",
        text(line.reportedNet), text(line.presentValue),
      ])
    }
    for fund in Set(coverage.map(\.fund)).sorted() {
      let lines = coverage.filter { $0.fund == fund }
      let gross = lines.reduce(0) { $0 + $1.reportedGross }
      guard gross > 0 else { continue }
      table.append([
        fund, "all", "\(lines.reduce(0) { $0 + $1.positions })", "\(lines.reduce(0) { $0 + $1.priced })",
        text(gross),
        NumberText.percent(lines.reduce(0) { $0 + $1.reportedGrossPriced } / gross),
        text(lines.reduce(0) { $0 + $1.reportedNet }), text(lines.compactMap(\.presentValue).reduce(0, +)),
      ])
    }
    return table
  }

  private func text(_ value: Double?, decimals: Int = 0) -> String {
    value.map { NumberText.grouped($0, decimals: decimals) } ?? "-"
  }

  /// A bar that runs left for losses and right for gains.
  private func bar(_ value: Double, largest: Double) -> String {
    guard largest > 0 else { return "" }
    let width = 16
    let length = Int((abs(value) / largest * Double(width)).rounded())
    let blocks = String(repeating: "█", count: length)
    let space = String(repeating: " ", count: width - length)
    return value < 0 ? space + blocks + "|" : String(repeating: " ", count: width) + "|" + blocks
  }
}
