import HTTPServing
import Instruments
import PostgresStore
import Pricing
import RunRecords

extension ResultsService {
  /// How many positions of each product type have which reason instead of a number, the most frequent first.
  func countGaps(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit"])
    let id = try request.runID()
    let limit = try request.query.pageLimit(default: 1_000)
    let node = try request.node(nil)
    let (run, counts) = try environment.reading.read { connection in
      let run = try RunStore(connection).existing(id)
      return (run, try ResultStore(connection).gaps(id, under: node, limit: limit))
    }
    return try .document(GapsView(run, counts))
  }

  private struct GapsView: Encodable {
    let runId: String
    let runState: RunState
    let items: [Item]

    struct Item: Encodable {
      let productType: String
      let reason: Reason
      let positionCount: Int
      /// Vectors with at least one such cell.
      let rowCount: Int
    }

    init(_ run: RunRecord, _ counts: [ResultStore.GapCount]) {
      runId = run.id.text
      runState = run.state
      items = counts.map {
        Item(
          productType: $0.productType.rawValue, reason: $0.reason, positionCount: $0.positionCount,
          rowCount: $0.rowCount)
      }
    }
  }
}
