public import DatesAndConventions
public import Pricing
public import RunRecords

/// Reads what a run says of risk: totals down the portfolio tree, and what is worked out from its positions.
public struct RiskStore {
  let connection: PostgresConnection

  public init(_ connection: PostgresConnection) { self.connection = connection }

  /// A run whose results can be read, and what its figures are in.
  public struct Book: Sendable {
    public let run: RunRecord
    public let request: RunRequest
    let tables: ResultTables

    public var currency: Currency { request.pricing.reportingCurrency }

    /// The place of a scenario in vectors of results.
    public func ordinal(of scenario: String) -> Int? { run.scenarioIDs.firstIndex(of: scenario) }
  }

  /// The book of a run; `nil` until the run has succeeded.
  ///
  /// - Throws: `StoreError.notFound` for an unknown run, `removed` for one whose results are gone.
  public func book(_ id: RunID) throws -> Book? {
    let runs = RunStore(connection)
    guard let tables = try ResultStore(connection).tables(of: id) else { return nil }
    guard let request = try runs.request(id: id) else { throw StoreError.notFound(kind: "run", id: id.text) }
    return Book(run: try runs.existing(id), request: request, tables: tables)
  }

  /// Totals in the reporting currency of a node, all products together, in order of measure and factor.
  ///
  /// - Parameter node: Empty for everything.
  public func totals(_ book: Book, node: String, measures: [Measure]) throws -> [NodeResult] {
    try rows(book, measures, "node = $3 AND product_type = ''", [.text(node)])
  }

  /// Totals in the reporting currency of a node's children, in order of child, measure and factor.
  ///
  /// - Parameters:
  ///   - child: Children after this one only.
  ///   - limit: The most children.
  public func children(
    _ book: Book, of node: String, measures: [Measure], after child: String = "", limit: Int
  ) throws -> [NodeResult] {
    try rows(
      book, measures,
      """
      product_type = '' AND node IN (
        SELECT DISTINCT node FROM node_result
        WHERE run_no = $1 AND node > $4 AND \(RiskStore.isChild("node", of: "$3")) ORDER BY node LIMIT $5)
      """, [.text(node), .text(child), .int8(Int64(limit))])
  }

  /// Totals in the reporting currency of each product under a node, in order of product, measure and factor.
  public func products(_ book: Book, of node: String, measures: [Measure]) throws -> [NodeResult] {
    try rows(book, measures, "node = $3 AND product_type <> ''", [.text(node)])
  }

  /// Sums under a node of each currency apart, all products together, in order of currency.
  func ownCurrencies(_ book: Book, node: String, measure: Measure) throws -> [NodeResult] {
    var reasons = ReasonDocument()
    let store = ResultStore(connection)
    return try connection.query(
      """
      SELECT \(ResultStore.nodeColumns) FROM node_result
      WHERE run_no = $1 AND NOT is_reporting_total AND measure_no = $2 AND node = $3 AND product_type = ''
        AND factor = ''
      ORDER BY currency
      """, [.int4(book.tables.run), .int2(measure.number), .text(node)]
    ).map { try store.nodeResult($0, &reasons) }
  }

  /// Whether anything is booked at a node or under it; always so for the empty path.
  public func hasNode(_ book: Book, _ node: String) throws -> Bool {
    try node.isEmpty
      || connection.query(
        "SELECT EXISTS (SELECT FROM node_result WHERE run_no = $1 AND node = $2)",
        [.int4(book.tables.run), .text(node)])[0].bool(0)
  }

  private func rows(
    _ book: Book, _ measures: [Measure], _ condition: String, _ parameters: [PostgresValue]
  ) throws -> [NodeResult] {
    var reasons = ReasonDocument()
    let store = ResultStore(connection)
    return try connection.query(
      """
      SELECT \(ResultStore.nodeColumns) FROM node_result
      WHERE run_no = $1 AND is_reporting_total AND measure_no = ANY ($2) AND \(condition)
      ORDER BY node, product_type, measure_no, factor
      """,
      [.int4(book.tables.run), .int4Array(measures.map { Int32($0.number) })] + parameters
    ).map { try store.nodeResult($0, &reasons) }
  }

  /// A condition: the path is one level below the node, which is empty for the whole.
  private static func isChild(_ column: String, of node: String) -> String {
    "CASE WHEN \(node) = '' THEN \(column) <> '' AND position('/' IN \(column)) = 0 "
      + "ELSE \(column) > \(node) || '/' AND \(column) < \(node) || '0' "
      + "AND position('/' IN substr(\(column), length(\(node)) + 2)) = 0 END"
  }
}
