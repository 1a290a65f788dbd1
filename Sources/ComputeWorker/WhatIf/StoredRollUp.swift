import DatesAndConventions
import Instruments
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// Exact sums, added up again from the stored vectors of a run.
///
/// Totals are stored as doubles, which have lost what a sum needs to have parts taken out of it exactly.
struct StoredRollUp {
  let run: RunRecord
  let request: RunRequest

  /// Positions added up together; has no influence on the sums.
  private static let chunk: Int32 = 2_000

  /// The sums of the whole run.
  ///
  /// - Parameter holdings: Where each position adds up, by its number.
  func whole(holdings: [RollUp.Holding], _ connection: PostgresConnection) throws -> RollUp {
    try read(nil, connection) { holdings[Int($0)] }
  }

  /// The sums of some positions.
  func part(of positions: [StoredPosition], _ connection: PostgresConnection) throws -> RollUp {
    var holdings: [Int32: RollUp.Holding] = [:]
    for stored in positions { holdings[stored.number] = try stored.holding() }
    return try read(positions.map(\.number), connection) { holdings[$0]! }
  }

  private func read(
    _ positions: [Int32]?, _ connection: PostgresConnection, holding: (Int32) -> RollUp.Holding
  ) throws -> RollUp {
    var rollUp = RollUp(scenarioCount: run.scenarioIDs.count)
    let empty = ResultBlock(
      scenarioCount: run.scenarioIDs.count, baseOnlyMeasures: request.pricing.baseOnlyMeasures)
    var block = empty
    var first: Int32 = 0
    try ResultStore(connection).forEachRow(run.id, positions: positions) { row, stored in
      if row.positionNumber - first >= Self.chunk {
        rollUp.add(block, holding: holding)
        block = empty
        first = row.positionNumber
      }
      guard row.measure.aggregation != .none else { return }
      if let reason = stored.reasons["*"] {
        block.append(row, reason: reason)
      } else {
        block.append(
          row, cells: stored.values.indices.map { stored.cell($0, scenarioID: run.scenarioIDs[$0]) })
      }
    }
    rollUp.add(block, holding: holding)
    return rollUp
  }
}

extension StoredPosition {
  fileprivate func holding() throws(StoreError) -> RollUp.Holding {
    guard let currency = Currency(currency) else { throw .unreadable("'\(currency)' is not a currency") }
    return RollUp.Holding(portfolio: position.portfolio, productType: productType, currency: currency)
  }
}
