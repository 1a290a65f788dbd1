import HTTPServing
import PostgresStore
import Pricing
import RunRecords

/// What every question about the risk of a run names: the run, a node of it and a scenario.
struct RiskQuery {
  let run: RunID
  /// Empty for everything in the run.
  let node: String
  /// `nil` for `BASE`.
  let scenario: String?

  /// - Parameter more: Names of parameters besides `node` and `scenario`.
  /// - Throws: 400 for a parameter that is not known or does not have its form.
  init(_ request: HTTPRequest, more: Set<String> = []) throws(ProblemDetails) {
    try request.query.refuseNames(outside: more.union(["node", "scenario"]))
    run = try request.runID()
    node = try request.riskNode()
    scenario = try request.query.text("scenario", upTo: 64)
  }

  /// The place of the scenario in the run's vectors, and its name.
  ///
  /// - Throws: 422 when the run does not have it.
  func scenario(of book: RiskStore.Book) throws(ProblemDetails) -> (ordinal: Int, id: String) {
    try RiskQuery.scenario(scenario, of: book)
  }

  /// As `scenario(of:)`, of a name; `BASE` where there is none.
  static func scenario(
    _ name: String?, of book: RiskStore.Book
  ) throws(ProblemDetails) -> (ordinal: Int, id: String) {
    let id = name ?? "BASE"
    guard let ordinal = book.ordinal(of: id) else {
      throw .unprocessable([
        .init(
          field: "scenario", message: "\"\(id)\" is not a scenario of this run",
          fix: "use one of: \(book.run.scenarioIDs.prefix(20).joined(separator: ", "))")
      ])
    }
    return (ordinal, id)
  }

  /// - Throws: 404 when nothing of the run is booked at the node or under it.
  func require(_ store: RiskStore, _ book: RiskStore.Book) throws {
    guard try store.hasNode(book, node) else { throw ProblemDetails.missing("portfolio in this run", node) }
  }
}

extension HTTPRequest {
  /// The parameter `node`: empty for everything, and where it is absent for all that the principal may see.
  ///
  /// - Throws: 400 for a text that is no node, 403 for one that the principal may not see.
  func riskNode() throws(ProblemDetails) -> String {
    try node(try query.textOrEmpty("node", upTo: 200)) ?? ""
  }
}

/// One number or the reason why there is none.
struct RiskCell: Encodable {
  let scenario: String
  let value: Double?
  let reason: Reason?

  init(_ scenario: String, _ cell: Result<Double, CellGap>) {
    self.scenario = scenario
    switch cell {
    case .success(let value): (self.value, reason) = (value, nil)
    case .failure(let gap): (value, reason) = (nil, gap.reason)
    }
  }
}
