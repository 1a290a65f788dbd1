import DatesAndConventions
public import RunRecords

extension ResultStore {
  /// The flows of one position, in date order; empty when it has none.
  ///
  /// - Throws: `StoreError.notFound` for an unknown run or position.
  public func cashFlows(_ run: RunID, positionID: String) throws -> [CashFlowRow] {
    let key = try key(of: run)
    let rows = try connection.query(
      "SELECT position_number FROM position WHERE position_snapshot_no = $1 AND position_id = $2",
      [.int4(key.positions), .text(positionID)])
    guard let row = rows.first else { throw StoreError.notFound(kind: "position", id: positionID) }
    var flows: [CashFlowRow] = []
    try forEachCashFlow(run: key.run, position: row.int32(0)) { flows.append($0) }
    return flows
  }

  /// Every flow of a run, in ascending position and period.
  public func forEachCashFlow(_ run: RunID, _ body: (CashFlowRow) throws -> Void) throws {
    try forEachCashFlow(run: try key(of: run).run, position: nil, body)
  }

  private func forEachCashFlow(
    run: Int32, position: Int32?, _ body: (CashFlowRow) throws -> Void
  ) throws {
    try connection.forEachRow(
      """
      SELECT position_number, period_number, pay_date, currency, interest, principal, prepayment, balance
      FROM cashflow_schedule WHERE run_no = $1 \(position == nil ? "" : "AND position_number = $2")
      ORDER BY position_number, period_number
      """, [.int4(run)] + (position.map { [.int4($0)] } ?? [])
    ) { row in
      guard let currency = Currency(row.text(3)) else {
        throw StoreError.unreadable("'\(row.text(3))' is not a currency")
      }
      try body(
        CashFlowRow(
          positionNumber: row.int32(0), periodNumber: row.int32(1), payDate: row.date(2), currency: currency,
          interest: row.double(4), principal: row.double(5), prepayment: row.double(6), balance: row.double(7)
        ))
    }
  }
}
