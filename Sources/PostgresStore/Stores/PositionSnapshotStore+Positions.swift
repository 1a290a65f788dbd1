public import Instruments
public import RunRecords

extension PositionSnapshotStore {
  /// Which positions of a snapshot; everything that is not `nil` must fit.
  public struct PositionFilter: Sendable, Hashable {
    /// The node itself and all below it.
    public var node: String?
    public var productType: ProductType?
    /// ISO code of the instrument's currency.
    public var currency: String?
    public var instrumentID: String?
    public var counterpartyID: String?
    /// This one alone.
    public var positionID: String?

    public init() {}
  }

  /// Positions of a snapshot in ascending number, which is ascending id.
  ///
  /// - Parameter number: Only those after the position of this number.
  public func positions(
    ofSnapshot snapshot: Int32, filter: PositionFilter = PositionFilter(), after number: Int32? = nil,
    limit: Int
  ) throws -> [SnapshotPosition] {
    var parameters: [PostgresValue] = [.int4(number ?? -1), .int8(Int64(limit))]
    // The snapshot is what the keys begin with.
    var conditions = ["p.position_snapshot_no = \(snapshot)", "p.position_number > $1"]
    func add(_ value: String, _ condition: (String) -> String) {
      parameters.append(.text(value))
      conditions.append(condition("$\(parameters.count)"))
    }
    if let node = filter.node { add(node) { PortfolioStore.isUnder("p.portfolio_id", node: $0) } }
    if let type = filter.productType { add(type.rawValue) { "p.product_type = \($0)" } }
    if let currency = filter.currency { add(currency) { "i.currency = \($0)" } }
    if let id = filter.counterpartyID { add(id) { "p.counterparty_id = \($0)" } }
    if let id = filter.positionID { add(id) { "p.position_id = \($0)" } }
    if let id = filter.instrumentID {
      add(id) {
        "p.instrument_no = ANY (ARRAY(SELECT n.instrument_no FROM instrument n WHERE n.instrument_id = \($0)))"
      }
    }
    return try connection.query(
      """
      SELECT p.position_number, p.position_id, p.portfolio_id, i.instrument_id, p.quantity, p.mark_clean_price,
        p.spread_bp, p.reported_value, p.counterparty_id, p.product_type, i.currency, i.version_hash, i.name, i.issuer,
        i.country, i.sector, i.rating, i.vintage, i.tags
      FROM position_\(snapshot) p JOIN instrument i USING (instrument_no)
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY p.position_number LIMIT $2
      """, parameters
    ).map { row in
      SnapshotPosition(
        number: row.int32(0),
        position: Position(
          id: row.text(1), portfolio: row.text(2), instrumentID: row.text(3), quantity: row.double(4),
          markCleanPrice: row.optionalDouble(5), spreadBasisPoints: row.optionalDouble(6),
          reportedValue: row.optionalDouble(7), counterpartyID: row.optionalText(8)),
        productType: try productType(row.text(9)), currency: row.text(10), instrumentVersion: row.text(11),
        reference: ReferenceData(
          name: row.text(12), issuer: row.optionalText(13), country: row.optionalText(14),
          sector: row.optionalText(15), rating: row.optionalText(16), vintage: row.optionalInt(17),
          tags: row.texts(18)))
    }
  }

  /// Counts and quantities by book, currency and product, in order. Sums are taken in the order of the positions.
  ///
  /// - Parameter node: This node and all below it; the whole snapshot when `nil`.
  public func totals(ofSnapshot snapshot: Int32, under node: String? = nil) throws -> [PositionTotal] {
    let filter = node == nil ? "" : "WHERE \(PortfolioStore.isUnder("p.portfolio_id", node: "$1"))"
    return try connection.query(
      """
      SELECT p.portfolio_id, i.currency, p.product_type, count(*), sum(p.quantity ORDER BY p.position_number),
        sum(abs(p.quantity) ORDER BY p.position_number),
        coalesce(sum(p.reported_value ORDER BY p.position_number), 0)
      FROM position_\(snapshot) p JOIN instrument i USING (instrument_no) \(filter)
      GROUP BY 1, 2, 3
      """, node.map { [.text($0)] } ?? []
    ).map { row in
      PositionTotal(
        key: PositionTotal.Key(
          portfolio: row.text(0), currency: row.text(1), productType: try productType(row.text(2))),
        positionCount: row.int(3), quantity: row.double(4), grossQuantity: row.double(5),
        reportedValue: row.double(6))
    }.sorted { $0.key < $1.key }
  }
}
