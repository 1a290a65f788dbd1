public import DatesAndConventions
public import Instruments
public import Pricing
public import RunRecords

extension ResultStore {
  /// Which node results of a run; everything that is not `nil` must fit.
  public struct NodeFilter: Sendable, Hashable {
    /// The node itself and all below it.
    public var node: String?
    /// Results of this product type; those of all together have none.
    public var productType: ProductType?
    /// Only results of all product types together.
    public var onlyAllProducts = false
    public var currency: Currency?
    public var isReportingTotal: Bool?
    public var measure: Measure?
    public var factor: String?

    public init() {}
  }

  /// One page of node results, in ascending node, product type, currency, reporting total, measure and factor.
  ///
  /// - Parameter key: Of the last row of the page before.
  /// - Returns: Up to `limit` rows, and whether more come after them.
  /// - Throws: `StoreError.notFound` for an unknown run.
  public func nodePage(
    _ run: RunID, filter: NodeFilter = NodeFilter(), after key: NodeResult.Key? = nil, limit: Int
  ) throws -> (rows: [NodeResult], hasMore: Bool) {
    guard let tables = try tables(of: run) else { return ([], false) }
    var parameters: [PostgresValue] = [.int4(tables.run), .int8(Int64(limit) + 1)]
    let conditions = Self.conditions(filter, &parameters) + Self.condition(after: key, &parameters)
    var reasons = ReasonDocument()
    let rows = try connection.query(
      """
      SELECT \(ResultStore.nodeColumns) FROM node_result WHERE run_no = $1\(conditions)
      ORDER BY node, product_type, currency, is_reporting_total, measure_no, factor LIMIT $2
      """, parameters
    ).map { try nodeResult($0, &reasons) }
    return (Array(rows.prefix(limit)), rows.count > limit)
  }

  /// What rows of `node_result` must fulfil, each after ` AND `; its values are added to the parameters.
  static func conditions(_ filter: NodeFilter, _ parameters: inout [PostgresValue]) -> String {
    var conditions = ""
    func add(_ condition: (String) -> String, _ value: PostgresValue) {
      parameters.append(value)
      conditions += " AND " + condition("$\(parameters.count)")
    }
    if let node = filter.node { add({ PortfolioStore.isUnder("node", node: $0) }, .text(node)) }
    if let type = filter.productType { add({ "product_type = \($0)" }, .text(type.rawValue)) }
    if filter.onlyAllProducts { conditions += " AND product_type = ''" }
    if let currency = filter.currency { add({ "currency = \($0)" }, .text(currency.code)) }
    if let isTotal = filter.isReportingTotal { add({ "is_reporting_total = \($0)" }, .bool(isTotal)) }
    if let measure = filter.measure { add({ "measure_no = \($0)" }, .int2(measure.number)) }
    if let factor = filter.factor { add({ "factor = \($0)" }, .text(factor)) }
    return conditions
  }

  /// What rows after `key` fulfil, after ` AND `; nothing without a key.
  static func condition(after key: NodeResult.Key?, _ parameters: inout [PostgresValue]) -> String {
    guard let key else { return "" }
    let first = parameters.count + 1
    parameters += [
      .text(key.node), .text(key.productType?.rawValue ?? ""), .text(key.currency.code),
      .bool(key.isReportingTotal), .int2(key.measure.number), .text(key.factor),
    ]
    let places = (first..<first + 6).map { "$\($0)" }.joined(separator: ", ")
    return " AND (node, product_type, currency, is_reporting_total, measure_no, factor) > (\(places))"
  }
}
