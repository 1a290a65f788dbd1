import DatesAndConventions
public import Instruments
public import RunRecords

extension ResultStore {
  /// Which cash flows of a run; everything that is not `nil` must fit its position.
  public struct CashFlowFilter: Sendable, Hashable {
    public var positionID: String?
    /// The node itself and all below it.
    public var node: String?
    public var productType: ProductType?

    public init(positionID: String? = nil, node: String? = nil, productType: ProductType? = nil) {
      self.positionID = positionID
      self.node = node
      self.productType = productType
    }
  }

  /// A flow with the id of its position.
  public struct PositionCashFlow: Sendable, Hashable {
    public let positionID: String
    public let flow: CashFlowRow
  }

  /// One page of flows, in ascending position number and period; empty when the run has not succeeded.
  ///
  /// - Parameter last: The last flow of the page before.
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func cashFlowPage(
    _ run: RunID, filter: CashFlowFilter = CashFlowFilter(), after last: CashFlowRow? = nil, limit: Int
  ) throws -> [PositionCashFlow] {
    guard let tables = try tables(of: run) else { return [] }
    var parameters: [PostgresValue] = [
      .int4(tables.positionSnapshot), .int4(last?.positionNumber ?? -1), .int4(last?.periodNumber ?? 0),
      .int8(Int64(limit)),
    ]
    var ofPositions = "p.position_snapshot_no = $1"
    func add(_ value: PostgresValue, _ condition: (String) -> String) {
      parameters.append(value)
      ofPositions += " AND " + condition("$\(parameters.count)")
    }
    if let id = filter.positionID { add(.text(id)) { "p.position_id = \($0)" } }
    if let node = filter.node { add(.text(node)) { PortfolioStore.isUnder("p.portfolio_id", node: $0) } }
    if let type = filter.productType { add(.text(type.rawValue)) { "p.product_type = \($0)" } }
    let flows = """
      SELECT position_number, period_number, pay_date, currency, interest, principal, prepayment, balance
      FROM \(tables.cashFlows) WHERE (position_number, period_number) > ($2, $3)
      """
    // As in `page`: either the flows are cut before the join, or those of one position after another are looked up.
    let source =
      parameters.count > 4
      ? """
      \(tables.positions) p
      CROSS JOIN LATERAL (\(flows) AND position_number = p.position_number OFFSET 0) c
      WHERE p.position_number >= $2 AND \(ofPositions)
      """
      : """
      (\(flows) ORDER BY position_number, period_number LIMIT $4) c
      JOIN \(tables.positions) p USING (position_number) WHERE \(ofPositions)
      """
    return try connection.query(
      """
      SELECT p.position_number, c.period_number, c.pay_date, c.currency, c.interest, c.principal, c.prepayment, c.balance,
        p.position_id
      FROM \(source)
      ORDER BY p.position_number, c.period_number LIMIT $4
      """, parameters
    ).map { PositionCashFlow(positionID: $0.text(8), flow: try Self.cashFlow($0)) }
  }

  /// A flow from its first eight columns.
  static func cashFlow(_ row: PostgresRow) throws(StoreError) -> CashFlowRow {
    guard let currency = Currency(row.text(3)) else {
      throw StoreError.unreadable("'\(row.text(3))' is not a currency")
    }
    return CashFlowRow(
      positionNumber: row.int32(0), periodNumber: row.int32(1), payDate: row.date(2), currency: currency,
      interest: row.double(4), principal: row.double(5), prepayment: row.double(6), balance: row.double(7))
  }
}
