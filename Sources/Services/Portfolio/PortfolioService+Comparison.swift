import HTTPServing
import Instruments
import PostgresStore
import RunRecords

extension PortfolioService {
  /// The positions that two snapshots have differently, in ascending id.
  func comparePositions(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["before", "after", "kind", "limit", "cursor"])
    try request.requireWholeTree()
    let before = try request.query.snapshotID("before")
    let after = try request.query.snapshotID("after")
    let kind = try request.query.choice("kind", PositionDifference.Kind.self)
    let limit = try request.query.pageLimit()
    let listing = ["comparePositions", before, after, kind?.rawValue ?? ""]
    let id = try PageCursor(request.query, listing: listing, count: 1)?.key[0]
    let found = try environment.reading.read { connection in
      let store = PositionSnapshotStore(connection)
      return try store.differences(
        before: store.existing(before).number, after: store.existing(after).number, kind: kind, beyond: id,
        limit: limit + 1)
    }
    return try .page(found, limit: limit, listing: listing) {
      [$0.positionID]
    } view: {
      DifferenceView($0)
    }
  }

  private struct DifferenceView: Encodable {
    let positionId: String
    let kind: PositionDifference.Kind
    let fields: [PositionDifference.Field]
    let before: Side?
    let after: Side?

    init(_ difference: PositionDifference) {
      positionId = difference.positionID
      kind = difference.kind
      fields = difference.fields
      before = difference.before.map(Side.init)
      after = difference.after.map(Side.init)
    }
  }

  private struct Side: Encodable {
    let portfolio: String
    let instrumentId: String
    let instrumentVersion: String
    let productType: String
    let currency: String
    let quantity: Double
    let cleanPrice: Double?
    let spreadBp: Double?
    let reportedValue: Double?
    let counterpartyId: String?

    init(_ side: PositionDifference.Side) {
      portfolio = side.position.portfolio
      instrumentId = side.position.instrumentID
      instrumentVersion = side.instrumentVersion
      productType = side.productType.rawValue
      currency = side.currency
      quantity = side.position.quantity
      cleanPrice = side.position.markCleanPrice
      spreadBp = side.position.spreadBasisPoints
      reportedValue = side.position.reportedValue
      counterpartyId = side.position.counterpartyID
    }
  }
}
