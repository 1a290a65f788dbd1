import ComputeWorker
import DatesAndConventions
import HTTPServing
import Instruments
import JSONDocuments
import Pricing
import RunRecords

extension PortfolioService {
  /// The most numbers of one answer.
  private static let mostCells = 100_000

  /// Every total of a run before and after changes of its book, in its reporting currency. Stores nothing.
  func askWhatIf(_ request: HTTPRequest, _ cache: WhatIfCache) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = try request.runID()
    let input = try request.document(WhatIfInput.self)
    let changes = try input.positionChanges(most: WhatIf.mostChanges)
    // The first question about a run reads all its results: this takes the connections that may take long.
    let (whatIf, outcome, limits) = try environment.bulkDatabase.read { connection in
      let whatIf = try cache.whatIf(id) { try WhatIf(id, connection) }
      let outcome = try whatIf.outcome(of: changes, connection)
      let limits = input.limits == true ? try whatIf.limits(outcome, connection) : nil
      return (whatIf, outcome, limits)
    }
    let scenarios = try Self.scenarios(input.scenarios, of: whatIf.run)
    let rows = outcome.rows.filter { row in
      (input.measures?.contains(row.measure) ?? true) && (input.nodes?.contains(row.node) ?? true)
    }
    let cells = rows.reduce(0) { $0 + min($1.after.count, scenarios.count) }
    guard cells <= Self.mostCells else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "scenarios", message: "make \(cells) totals, and \(Self.mostCells) is the most",
          fix: "name some of the run's scenarios, measures or nodes")
      ])
    }
    return try .document(
      WhatIfView(
        runId: id.text, reportingCurrency: whatIf.reportingCurrency.code,
        positions: outcome.changed.entries.map(WhatIfView.Position.init),
        items: rows.map { WhatIfView.Item($0, scenarios) },
        limits: limits?.map(WhatIfView.Limit.init)))
  }

  private static func scenarios(
    _ named: [String]?, of run: RunRecord
  ) throws(ProblemDetails) -> [(ordinal: Int, id: String)] {
    for (index, name) in (named ?? []).enumerated() where !run.scenarioIDs.contains(name) {
      throw .unprocessable([
        .init(
          field: "scenarios[\(index)]", message: "\"\(name)\" is not a scenario of this run",
          fix: "use some of: \(run.scenarioIDs.prefix(20).joined(separator: ", "))")
      ])
    }
    return run.scenarioIDs.enumerated().filter { named?.contains($0.element) ?? true }
      .map { ($0.offset, $0.element) }
  }
}

/// The answer to what if.
private struct WhatIfView: Encodable {
  let runId: String
  let reportingCurrency: String
  let positions: [Position]
  let items: [Item]
  let limits: [Limit]?

  struct Position: Encodable {
    let positionId: String
    let effect: ChangedPositions.Effect
    let quantityBefore: Double?
    let quantityAfter: Double?
    /// The version in which it is priced after the changes.
    let instrumentVersion: String?

    init(_ entry: ChangedPositions.Entry) {
      positionId = entry.positionID
      effect = entry.effect
      quantityBefore = entry.before?.position.quantity
      quantityAfter = entry.after?.position.quantity
      instrumentVersion = entry.after?.instrumentVersion
    }
  }

  struct Item: Encodable {
    let node: String
    /// `nil` for all products together.
    let productType: String?
    let measure: Measure
    let factor: String
    let positionsBefore: Int
    let positionsAfter: Int
    let gapsBefore: Int
    let gapsAfter: Int
    let cells: [Cell]

    init(_ row: WhatIfOutcome.Row, _ scenarios: [(ordinal: Int, id: String)]) {
      node = row.node
      productType = row.productType?.rawValue
      measure = row.measure
      factor = row.factor
      positionsBefore = row.positionsBefore
      positionsAfter = row.positionsAfter
      gapsBefore = row.gapsBefore
      gapsAfter = row.gapsAfter
      cells = scenarios.filter { $0.ordinal < row.after.count }.map { scenario in
        Cell(
          scenario: scenario.id, before: row.before[scenario.ordinal], after: row.after[scenario.ordinal],
          change: row.change[scenario.ordinal])
      }
    }
  }

  struct Cell: Encodable {
    let scenario: String
    let before: Double?
    let after: Double?
    let change: Double?
  }

  struct Limit: Encodable {
    let limit: String
    let version: Int
    let definition: LimitDefinition
    let before: Finding
    let after: Finding

    init(_ comparison: LimitComparison) {
      limit = comparison.limit.name.text
      version = comparison.limit.version
      definition = comparison.definition
      before = Finding(comparison.before)
      after = Finding(comparison.after)
    }
  }

  struct Finding: Encodable {
    let status: LimitStatus
    let value: Double?
    let reason: Reason?
    let positionCount: Int
    let gapCount: Int

    init(_ finding: LimitEvaluation.Finding) {
      status = finding.status
      value = finding.value
      reason = finding.reason
      positionCount = finding.positionCount
      gapCount = finding.gapCount
    }
  }
}
