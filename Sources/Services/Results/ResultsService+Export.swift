import HTTPServing
import Instruments
import PostgresStore
import RunRecords
import RunReports

extension ResultsService {
  static let exportTimeout = Duration.seconds(600)

  /// The vectors of positions as a file.
  func exportResults(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Self.resultFilters.union(["format"]))
    var filter = try Self.filter(request.query)
    filter.node = try request.node(filter.node)
    return try export(request) { run in
      ResultsExport(run.id, filter: filter, scenarios: try Self.scenarioColumns(request, run))
    }
  }

  /// The vectors of portfolio nodes as a file.
  func exportNodes(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Self.nodeFilters.union(["format"]))
    var filter = try Self.nodeFilter(request.query)
    filter.node = try request.node(filter.node)
    return try export(request) { run in
      NodesExport(run.id, filter: filter, scenarios: try Self.scenarioColumns(request, run))
    }
  }

  /// The cash flows of positions as a file.
  func exportCashFlows(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["position_id", "node", "product_type", "format"])
    let filter = ResultStore.CashFlowFilter(
      positionID: try request.query.identifier("position_id"),
      node: try request.node(try request.query.text("node", upTo: 200)),
      productType: try request.query.choice("product_type", ProductType.self))
    return try export(request) { CashFlowsExport($0.id, filter: filter) }
  }

  /// The counts of cells without a number as a file.
  func exportGaps(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["format"])
    let node = try request.node(nil)
    return try export(request) { GapsExport($0.id, under: node) }
  }

  private func export<Table: RunExport>(
    _ request: HTTPRequest, _ table: (RunRecord) throws -> Table
  ) throws -> HTTPResponse {
    let format = try request.query.exportFormat()
    let id = try request.runID()
    let (run, asked) = try environment.reading.read { connection in
      let run = try RunStore(connection).succeeded(id, action: "exported")
      return (run, try RunStore(connection).request(id: id))
    }
    let made = try table(run)
    return try environment.export(
      made, as: format, named: "\(run.id)-\(made.name.lowercased().replacing(" ", with: ""))",
      about: ExportAbout.run(
        run, codeVersion: asked?.codeVersion ?? "", exportedAt: environment.timestamp,
        program: environment.codeVersion),
      for: request)
  }

  private static func scenarioColumns(_ request: HTTPRequest, _ run: RunRecord) throws(ProblemDetails)
    -> ScenarioColumns
  {
    ScenarioColumns(run, only: Set(try ScenarioSelection(request.query, of: run).chosen.map(\.id)))
  }
}
