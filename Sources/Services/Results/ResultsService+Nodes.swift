import DatesAndConventions
import HTTPServing
import Instruments
import PostgresStore
import Pricing
import RunRecords
import RunReports

extension ResultsService {
  /// What results of nodes may be filtered by.
  static let nodeFilters: Set<String> = [
    "node", "product_type", "currency", "is_reporting_total", "measure", "factor", "scenario",
  ]

  /// Vectors of portfolio nodes, in ascending node, product type, currency, measure and factor.
  func listNodeResults(_ request: HTTPRequest) throws -> HTTPResponse {
    let listing = try listing(request, "listNodeResults", Self.nodeFilters.union(["limit", "cursor"]))
    var filter = try Self.nodeFilter(request.query)
    filter.node = try request.node(filter.node)
    let after = try PageCursor(request.query, listing: listing, count: 6)?.nodeKey()
    return try page(request, listing: listing) { store, run, _, limit in
      let page = try store.nodePage(run, filter: filter, after: after, limit: limit)
      return (page.rows, page.hasMore ? page.rows.last.map { Self.fields($0.key) } : nil)
    } write: {
      $0.row($1)
    }
  }

  static func nodeFilter(_ query: QueryItems) throws(ProblemDetails) -> ResultStore.NodeFilter {
    var filter = ResultStore.NodeFilter()
    filter.node = try query.text("node", upTo: 200)
    if try query.single("product_type") == NodesExport.allProducts {
      filter.onlyAllProducts = true
    } else {
      filter.productType = try query.choice("product_type", ProductType.self)
    }
    filter.currency = try query.currency("currency")
    if try query.single("is_reporting_total") != nil {
      filter.isReportingTotal = try query.flag("is_reporting_total")
    }
    filter.measure = try query.choice("measure", Measure.self)
    filter.factor = try query.textOrEmpty("factor", upTo: 100)
    return filter
  }

  static func fields(_ key: NodeResult.Key) -> [String] {
    [
      key.node, key.productType?.rawValue ?? "", key.currency.code, key.isReportingTotal ? "1" : "0",
      key.measure.rawValue, key.factor,
    ]
  }
}

extension PageCursor {
  func nodeKey() throws(ProblemDetails) -> NodeResult.Key {
    guard let currency = Currency(key[2]), let measure = Measure(rawValue: key[4]),
      key[1].isEmpty || ProductType(rawValue: key[1]) != nil
    else { throw PageCursor.refusal }
    return NodeResult.Key(
      node: key[0], productType: ProductType(rawValue: key[1]), currency: currency,
      isReportingTotal: key[3] == "1", measure: measure, factor: key[5])
  }
}
