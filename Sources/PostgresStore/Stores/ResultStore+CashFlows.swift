import DatesAndConventions
public import RunRecords

extension ResultStore {
  /// The flows of one position, in date order; empty when it has none.
  ///
  /// - Parameters:
  ///   - period: Only flows after this one.
  ///   - limit: The most flows.
  /// - Throws: `StoreError.notFound` for an unknown run or position.
  public func cashFlows(
    _ run: RunID, positionID: String, after period: Int32 = 0, limit: Int = Int.max
  ) throws -> [CashFlowRow] {
    let key = try key(of: run)
    let rows = try connection.query(
      "SELECT position_number FROM position WHERE position_snapshot_no = $1 AND position_id = $2",
      [.int4(key.positions), .text(positionID)])
    guard let row = rows.first else { throw StoreError.notFound(kind: "position", id: positionID) }
    var flows: [CashFlowRow] = []
    try forEachCashFlow(
      "AND position_number = $2 AND period_number > $3 ORDER BY position_number, period_number LIMIT $4",
      [.int4(key.run), .int4(row.int32(0)), .int4(period), .int8(Int64(limit))]
    ) { flows.append($0) }
    return flows
  }

  /// Every flow of a run, in ascending position and period.
  public func forEachCashFlow(_ run: RunID, _ body: (CashFlowRow) throws -> Void) throws {
    try forEachCashFlow("ORDER BY position_number, period_number", [.int4(try key(of: run).run)], body)
  }

  private func forEachCashFlow(
    _ rest: String, _ parameters: [PostgresValue], _ body: (CashFlowRow) throws -> Void
  ) throws {
    try connection.forEachRow(
      """
      SELECT position_number, period_number, pay_date, currency, interest, principal, prepayment, balance
      FROM cashflow_schedule WHERE run_no = $1 \(rest)
      """, parameters
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
