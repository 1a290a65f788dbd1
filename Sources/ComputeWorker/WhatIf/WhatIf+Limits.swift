public import PostgresStore
public import RunRecords

/// How a run stands against a limit, and would stand after changes of its book.
public struct LimitComparison: Sendable {
  public let limit: LimitRecord
  public let definition: LimitDefinition
  public let before: LimitEvaluation.Finding
  public let after: LimitEvaluation.Finding
}

extension WhatIf {
  /// Every limit in force, by name, before and after. Nothing is stored.
  ///
  /// - Throws: `StoreError.removed` when the results have gone meanwhile; `PostgresError`.
  public func limits(_ outcome: WhatIfOutcome, _ connection: PostgresConnection) throws -> [LimitComparison] {
    let store = RiskStore(connection)
    guard let book = try store.book(run.id) else { return [] }
    let stored = StoredFigures(store, book)
    var before = LimitFigures(stored)
    var after = LimitFigures(ChangedFigures(stored, outcome))
    return try LimitStore(connection).inForce().compactMap { limit in
      guard let definition = limit.definition else { return nil }
      return LimitComparison(
        limit: limit, definition: definition, before: try before.finding(definition),
        after: try after.finding(definition))
    }
  }
}
