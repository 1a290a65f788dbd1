import DatesAndConventions
import Instruments
public import RunRecords

extension ResultStore {
  /// Adds up the cash flows of a run by book, product, currency and day, once; ladders are made of these totals.
  ///
  /// Reads every flow of the run. Needs the primary.
  ///
  /// - Throws: `StoreError.notFound` for an unknown run, `removed` for one whose results are gone.
  public func totalCashFlows(_ run: RunID) throws {
    guard let tables = try tables(of: run) else { return }
    _ = try connection.transaction {
      try connection.query(
        "SELECT tenor_total_run_cash_flows($1)", [.int4(tables.run)])
    }
  }

  /// Whether `totalCashFlows` has been done; a run without flows has never any.
  public func hasCashFlowTotals(_ run: RunID) throws -> Bool {
    guard let tables = try tables(of: run) else { return true }
    return try connection.query(
      "SELECT EXISTS (SELECT FROM cashflow_day WHERE run_no = $1)", [.int4(tables.run)])[0].bool(0)
  }

  /// The cash of a run by bucket, group and currency, in that order. Costs by the days on which cash moves, not by flows.
  ///
  /// - Parameter limit: The most rows.
  /// - Returns: Empty when the run has not succeeded or has no flows.
  /// - Throws: `StoreError.notFound` for an unknown run, `removed` for one whose results are gone.
  public func ladder(_ run: RunID, _ ladder: CashLadder, limit: Int) throws -> [CashLadder.Row] {
    guard let tables = try tables(of: run) else { return [] }
    var parameters: [PostgresValue] = [.int4(tables.run), .int8(Int64(limit))]
    func place(_ value: PostgresValue) -> String {
      parameters.append(value)
      return "$\(parameters.count)"
    }
    let bucket: String
    switch ladder.buckets {
    case .months: bucket = "date_trunc('month', pay_date::timestamp)::date"
    case .quarters: bucket = "date_trunc('quarter', pay_date::timestamp)::date"
    case .years: bucket = "date_trunc('year', pay_date::timestamp)::date"
    case .through(let days):
      // The bucket of a day is the number of buckets that ended before it.
      let next = place(.textArray(days.map { $0.adding(days: 1).description }))
      bucket = "width_bucket(pay_date, \(next)::date[])"
    }
    let group: String
    switch ladder.grouping {
    case .none: group = "''::text"
    case .product: group = "product_type"
    case .node(let level):
      group =
        "array_to_string((string_to_array(portfolio_id, '/'))[1:\(place(.int4(Int32(level))))], '/')"
    }
    func total(_ column: String) -> String { ExactSum(of: column).value }
    let amounts =
      switch ladder.basis {
      case .expected: ["interest", "principal", "prepayment"].map(total)
      case .contractual: ["contractual_interest", "contractual_principal"].map(total) + ["0::float8"]
      }
    var conditions = ""
    if let node = ladder.node {
      conditions += " AND " + PortfolioStore.isUnder("portfolio_id", node: place(.text(node)))
    }
    if let type = ladder.productType { conditions += " AND product_type = \(place(.text(type.rawValue)))" }
    if let currency = ladder.currency { conditions += " AND currency = \(place(.text(currency.code)))" }
    return try connection.query(
      """
      SELECT \(bucket), (\(group)) COLLATE "C", currency, \(amounts.joined(separator: ", ")), sum(flow_count)::int8
      FROM cashflow_day WHERE run_no = $1\(conditions)
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT $2
      """, parameters
    ).map { row in
      guard let currency = Currency(row.text(2)) else {
        throw StoreError.unreadable("'\(row.text(2))' is not a currency")
      }
      let place: CashLadder.Row.Bucket
      switch ladder.buckets {
      case .months, .quarters, .years: place = .from(row.date(0))
      case .through: place = .place(row.int(0))
      }
      return CashLadder.Row(
        bucket: place, group: row.text(1), currency: currency, interest: row.double(3),
        principal: row.double(4), prepayment: row.double(5), flowCount: row.int(6))
    }
  }
}
