public import DatesAndConventions
import MarketData
public import PostgresStore
import Pricing
import RiskAnalytics
public import RunRecords

/// A run that has succeeded, ready to tell what changes of its book would make of its totals.
///
/// What changed positions have in the run is taken out of its exact sums. What they would have is priced with the run's own
/// market, scenarios and measures, by what prices runs, and added, so that totals have the bits of a run of the whole
/// changed book. Nothing is stored.
public struct WhatIf: Sendable {
  public let run: RunRecord
  let context: RunContext
  /// The run's own sums by book.
  let rollUp: RollUp
  /// The same, all books together.
  private let whole: RollUp
  let snapshot: Int32

  /// The currency of every total.
  public var reportingCurrency: Currency { context.request.pricing.reportingCurrency }

  /// The most changes of one question.
  public static let mostChanges = 1_000

  /// Reads the run, its market and every stored vector: a second for about a million of them.
  ///
  /// - Throws: `StoreError.notFound`; `wrongState` for a run that has not succeeded; `removed`; `PostgresError`.
  public init(_ id: RunID, _ connection: PostgresConnection) throws {
    run = try RunStore(connection).existing(id)
    try WhatIf.requireResults(of: run, connection)
    guard let record = try PositionSnapshotStore(connection).record(id: run.positionSnapshotID) else {
      throw StoreError.notFound(kind: "position snapshot", id: run.positionSnapshotID)
    }
    snapshot = record.number
    context = try RunContext(id, connection)
    rollUp = try StoredRollUp(run: run, request: context.request).whole(
      holdings: PositionReader(connection).holdings(ofSnapshot: snapshot), connection)
    whole = try rollUp.inOneBook()
  }

  /// What the totals were and would be.
  ///
  /// - Throws: `StoreError.invalid` naming each change that the book does not allow, by its place; `removed` when the
  ///   results have gone meanwhile; `PostgresError`.
  public func outcome(of changes: [PositionChange], _ connection: PostgresConnection) throws -> WhatIfOutcome
  {
    try WhatIf.requireResults(of: run, connection)
    let changed = try ChangedPositions(
      changes, inSnapshot: snapshot, positionCount: run.positionCount, connection)
    let removed = try storedSums.part(of: changed.before, connection)
    var added = RollUp(scenarioCount: rollUp.scenarioCount)
    let priced = try ChunkPricer(context).price(changed.after, addingTo: &added).results

    // Only nodes above a changed position can change, and they need all books below them.
    let nodes = Set(changed.portfolios.flatMap(PortfolioNode.pathsAlong))
    let funds = Set(changed.portfolios.map(PortfolioNode.fund))
    let tree = try change(
      rollUp.part { funds.contains(PortfolioNode.fund($0)) }, removed: removed, added: added, nodes)
    let all = try change(whole, removed: removed.inOneBook(), added: added.inOneBook(), [""])
    return WhatIfOutcome(
      before: all.before + tree.before, after: all.after + tree.after,
      difference: all.difference + tree.difference, changed: changed,
      holdings: try ChangedHolding.all(of: changed, priced: priced, in: self, connection))
  }

  private func change(
    _ before: RollUp, removed: RollUp, added: RollUp, _ nodes: Set<String>
  ) throws -> (before: [NodeTotal], after: [NodeTotal], difference: [NodeTotal]) {
    var after = before
    try after.subtract(removed)
    try after.merge(added)
    var difference = added
    try difference.subtract(removed)
    return (try totals(before, nodes), try totals(after, nodes), try totals(difference, nodes))
  }

  private var storedSums: StoredRollUp { StoredRollUp(run: run, request: context.request) }

  private func totals(_ rollUp: RollUp, _ nodes: Set<String>) throws -> [NodeTotal] {
    try NodeTotals.totals(
      rollUp, markets: context.markets, reportingCurrency: context.request.pricing.reportingCurrency
    ).filter { $0.isConverted && nodes.contains($0.node) }
  }

  private static func requireResults(of run: RunRecord, _ connection: PostgresConnection) throws {
    let runs = RunStore(connection)
    guard run.state == .succeeded else {
      throw StoreError.wrongState(
        run: run.id, state: run.state, action: "asked what if; wait until it has succeeded")
    }
    if let removal = try runs.removal(run.id) { throw StoreError.removed(removal) }
  }
}

extension PortfolioNode {
  /// The paths of the nodes from the fund down to `path`.
  static func pathsAlong(_ path: String) -> [String] { (along(path) ?? []).map(\.id) }

  /// The first part of a path.
  static func fund(_ path: String) -> String { String(path.prefix { $0 != "/" }) }
}
