import HTTPServing
import Instruments
import PostgresStore
import Pricing
import RunRecords

extension ResultsService {
  /// What results of positions may be filtered by.
  static let resultFilters: Set<String> = Set(
    ["position_id", "node", "measure", "factor", "scenario", "reason"]
      + CubeDimension.allCases.map(\.rawValue))

  /// Vectors of positions, in ascending position, measure and factor.
  func listResults(_ request: HTTPRequest) throws -> HTTPResponse {
    let listing = try listing(request, "listResults", Self.resultFilters.union(["limit", "cursor"]))
    var filter = try Self.filter(request.query)
    filter.node = try request.node(filter.node)
    let cursor = try PageCursor(request.query, listing: listing, count: 3)?.resultCursor()
    return try page(request, listing: listing) { store, run, scenarios, limit in
      let page = try store.page(run, filter: filter, scenarios: scenarios, after: cursor, limit: limit)
      return (page.rows, page.next.map { [String($0.positionNumber), $0.measure.rawValue, $0.factor] })
    } write: {
      $0.row($1)
    }
  }

  static func filter(_ query: QueryItems) throws(ProblemDetails) -> ResultStore.Filter {
    var filter = ResultStore.Filter()
    filter.positionID = try query.identifier("position_id")
    filter.node = try query.text("node", upTo: 200)
    filter.groups = try query.positionGroups()
    filter.measure = try query.choice("measure", Measure.self)
    filter.factor = try query.textOrEmpty("factor", upTo: 100)
    switch try query.choice("reason", ReasonName.self) {
    case nil: break
    case .any: filter.gaps = .any
    case .notApplicable: filter.gaps = .code(.notApplicable)
    case .unsupported: filter.gaps = .code(.unsupported)
    case .missingData: filter.gaps = .code(.missingData)
    case .didNotConverge: filter.gaps = .code(.didNotConverge)
    case .calculationFailed: filter.gaps = .code(.calculationFailed)
    }
    return filter
  }

  /// The values of the parameter `reason`.
  private enum ReasonName: String, CaseIterable {
    case any
    case notApplicable = "not_applicable"
    case unsupported
    case missingData = "missing_data"
    case didNotConverge = "did_not_converge"
    case calculationFailed = "calculation_failed"
  }
}

extension PageCursor {
  fileprivate func resultCursor() throws(ProblemDetails) -> ResultStore.Cursor {
    guard let measure = Measure(rawValue: key[1]) else { throw PageCursor.refusal }
    return ResultStore.Cursor(
      positionNumber: try integer(0, Int32.self), measure: measure, factor: key[2])
  }
}
