import HTTPServing
import PostgresStore
import RunRecords
import RunReports

extension RiskService {
  /// Value at risk and expected shortfall of a node and its children, over the run's scenarios as equally likely moves.
  func getTailRisk(_ request: HTTPRequest) throws -> HTTPResponse {
    let query = request.query
    try query.refuseNames(outside: ["node", "scenario", "confidence", "limit"])
    let id = try request.runID()
    let node = try request.riskNode()
    let confidence = try query.confidence() ?? 0.99
    let limit = try query.pageLimit()
    // It reads every scenario of every position under the node.
    return try environment.reportSlots.use {
      let report = try environment.reading.read { connection in
        let store = RiskStore(connection)
        guard let book = try store.book(id) else {
          return TailRiskReport(try RunStore(connection).existing(id))
        }
        guard try store.hasNode(book, node) else {
          throw ProblemDetails.missing("portfolio in this run", node)
        }
        let moves = try ScenarioSelection(query, of: book.run).moves(query)
        return try TailRiskReport(
          book, node: node, scenarios: moves, confidence: confidence, limit: limit, store)
      }
      return try .document(report)
    }
  }
}
