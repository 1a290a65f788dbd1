import HTTPServing
import Instruments
import PostgresStore
import Pricing
import RunRecords

extension ResultsService {
  private static let resultParameters: Set<String> = [
    "position_id", "node", "product_type", "measure", "factor", "scenario", "reason", "limit", "cursor",
  ]

  /// Vectors of positions, in ascending position, measure and factor.
  func listResults(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = request.query
    try query.refuseNames(outside: Self.resultParameters)
    let id = try request.runID()
    let limit = try query.pageLimit()
    let filter = try Self.filter(query)
    let listing = ["listResults", id.text, try query.listing(of: Self.resultParameters)]
    let cursor = try PageCursor(query, listing: listing, count: 3)?.resultCursor()
    let (run, scenarios, page) = try environment.reading.read { connection in
      let run = try RunStore(connection).existing(id)
      let scenarios = try ScenarioSelection(query, of: run)
      let rows = Self.rows(limit: limit, cells: run.scenarioIDs.count)
      return (
        run, scenarios, try ResultStore(connection).page(id, filter: filter, after: cursor, limit: rows)
      )
    }
    var writer = ResultPageWriter(run: run, scenarios: scenarios)
    for row in page.rows { writer.row(row) }
    writer.finish(
      nextCursor: page.next.map {
        PageCursor.word(
          [String($0.positionNumber), $0.measure.rawValue, $0.factor], listing: listing)
      })
    return .json(rendered: writer.bytes)
  }

  private static func filter(_ query: QueryItems) throws(ProblemDetails) -> ResultStore.Filter {
    var filter = ResultStore.Filter()
    filter.positionID = try query.identifier("position_id")
    filter.node = try query.text("node", upTo: 200)
    filter.productType = try query.choice("product_type", ProductType.self)
    filter.measure = try query.choice("measure", Measure.self)
    filter.factor = try query.textOrEmpty("factor", upTo: 40)
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

extension QueryItems {
  /// Every filter of a listing as one text; the limit and the cursor itself are left out.
  func listing(of names: Set<String>) throws(ProblemDetails) -> String {
    names.subtracting(["limit", "cursor"]).sorted()
      .map { name in "\(name)=\(values(name).joined(separator: "\u{1F}"))" }.joined(separator: "\u{1E}")
  }
}

extension RunStore {
  /// The run.
  ///
  /// - Throws: `StoreError.notFound`.
  func existing(_ id: RunID) throws -> RunRecord {
    guard let run = try record(id: id) else { throw StoreError.notFound(kind: "run", id: id.text) }
    return run
  }
}
