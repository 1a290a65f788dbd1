public import RunRecords

extension ResultStore {
  /// The flows of one position, in date order; empty when it has none, or the run has not succeeded.
  ///
  /// - Parameters:
  ///   - node: The position must be of this portfolio node or below; any position when `nil`.
  ///   - period: Only flows after this one.
  ///   - limit: The most flows.
  /// - Throws: `StoreError.notFound` for an unknown run or position, and for a position elsewhere.
  public func cashFlows(
    _ run: RunID, positionID: String, under node: String? = nil, after period: Int32 = 0, limit: Int = Int.max
  ) throws -> [CashFlowRow] {
    guard let tables = try tables(of: run) else { return [] }
    let rows = try connection.query(
      """
      SELECT position_number FROM \(tables.positions) WHERE position_snapshot_no = $1 AND position_id = $2
      \(node == nil ? "" : "AND \(PortfolioStore.isUnder("portfolio_id", node: "$3"))")
      """, [.int4(tables.positionSnapshot), .text(positionID)] + (node.map { [.text($0)] } ?? []))
    guard let row = rows.first else { throw StoreError.notFound(kind: "position", id: positionID) }
    var flows: [CashFlowRow] = []
    try forEachCashFlow(
      tables,
      "WHERE position_number = $1 AND period_number > $2 ORDER BY position_number, period_number LIMIT $3",
      [.int4(row.int32(0)), .int4(period), .int8(Int64(limit))]
    ) { flows.append($0) }
    return flows
  }

  /// Every flow of a run, in ascending position and period.
  public func forEachCashFlow(_ run: RunID, _ body: (CashFlowRow) throws -> Void) throws {
    guard let tables = try tables(of: run) else { return }
    try forEachCashFlow(tables, "ORDER BY position_number, period_number", [], body)
  }

  private func forEachCashFlow(
    _ tables: ResultTables, _ rest: String, _ parameters: [PostgresValue],
    _ body: (CashFlowRow) throws -> Void
  ) throws {
    try connection.forEachRow(
      """
      SELECT position_number, period_number, pay_date, currency, interest, principal, prepayment, balance
      FROM \(tables.cashFlows) \(rest)
      """, parameters
    ) { row in
      try body(Self.cashFlow(row))
    }
  }
}
