public import Instruments
public import Pricing
public import RunRecords

extension ResultStore {
  /// Every stored vector of a run, in ascending position number, measure and factor.
  ///
  /// Takes as long as `body` does: give the connection no statement timeout.
  ///
  /// - Parameter positions: Only those of these numbers.
  public func forEachRow(
    _ run: RunID, positions: [Int32]? = nil, _ body: (ResultBlock.Row, ScenarioValues) throws -> Void
  ) throws {
    guard let tables = try tables(of: run) else { return }
    var reasons = ReasonDocument()
    try connection.forEachRow(
      """
      SELECT position_number, measure_no, factor, "values", reasons FROM \(tables.results)
      \(positions == nil ? "" : "WHERE position_number = ANY ($1)")
      ORDER BY position_number, measure_no, factor
      """, positions.map { [.int4Array($0)] } ?? []
    ) { row in
      try body(
        ResultBlock.Row(
          positionNumber: row.int32(0), measure: try Measure(number: row.int(1)), factor: row.text(2)),
        ScenarioValues(values: row.doubles(3), reasons: try reasons.reasons(row.optionalText(4))))
    }
  }

  /// How many positions of a product type have a reason instead of a number somewhere.
  public struct GapCount: Sendable, Hashable {
    public let productType: ProductType
    public let reason: Reason
    public let positionCount: Int
    /// Vectors with at least one such cell.
    public let rowCount: Int
  }

  /// The reasons of a run, the most frequent first.
  ///
  /// - Parameters:
  ///   - measure: Only where this measure has a reason; every measure when `nil`.
  ///   - node: Only positions of this portfolio node and below; all when `nil`.
  public func gaps(
    _ run: RunID, measure: Measure? = nil, under node: String? = nil, limit: Int
  ) throws -> [GapCount] {
    guard let tables = try tables(of: run) else { return [] }
    var parameters: [PostgresValue] = [.int8(Int64(limit))]
    var conditions = "v.reasons IS NOT NULL"
    if let measure {
      parameters.append(.int2(measure.number))
      conditions += " AND v.measure_no = $\(parameters.count)"
    }
    if let node {
      parameters.append(.text(node))
      conditions += " AND \(PortfolioStore.isUnder("p.portfolio_id", node: "$\(parameters.count)"))"
    }
    var reasons = ReasonDocument()
    return try connection.query(
      """
      SELECT p.product_type, jsonb_build_object('*', e.reason), count(DISTINCT v.position_number), count(*)
      FROM \(tables.results) v
      CROSS JOIN LATERAL (SELECT DISTINCT value AS reason FROM jsonb_each(v.reasons)) e
      JOIN \(tables.positions) p USING (position_number)
      WHERE \(conditions)
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $1
      """, parameters
    ).map { row in
      let reason = try reasons.reasons(row.text(1))["*"]
      return GapCount(
        productType: try productType(row.text(0)),
        reason: reason ?? Reason(.calculationFailed, "no reason was stored"), positionCount: row.int(2),
        rowCount: row.int(3))
    }
  }
}
