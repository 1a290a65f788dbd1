import DatesAndConventions
import HTTPServing
import Instruments
import JSONDocuments
import PostgresStore
import RunRecords

extension PortfolioService {
  private static let filters = [
    "node", "product_type", "currency", "instrument_id", "counterparty_id", "position_id",
  ]

  /// The positions of a snapshot, in ascending id.
  func listPositions(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Set(Self.filters + ["limit", "cursor"]))
    let id = try request.snapshotID()
    let limit = try request.query.pageLimit()
    var filter = PositionSnapshotStore.PositionFilter()
    filter.node = try request.node(request.query.text("node", upTo: 200))
    filter.productType = try request.query.choice("product_type", ProductType.self)
    filter.currency = try request.query.currency("currency")?.code
    filter.instrumentID = try request.query.identifier("instrument_id")
    filter.counterpartyID = try request.query.identifier("counterparty_id")
    filter.positionID = try request.query.identifier("position_id")
    let listing = ["listPositions", id] + Self.filters.map { request.query[$0] ?? "" }
    let after = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int32.self)
    let found = try environment.reading.read { connection in
      let store = PositionSnapshotStore(connection)
      return try store.positions(
        ofSnapshot: store.existing(id).number, filter: filter, after: after, limit: limit + 1)
    }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      PositionView($0)
    }
  }

  /// Counts and quantities of a snapshot by book, currency and product.
  func listPositionTotals(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["node", "limit", "cursor"])
    let id = try request.snapshotID()
    let limit = try request.query.pageLimit()
    let node = try request.node(request.query.text("node", upTo: 200))
    let listing = ["listPositionTotals", id, node ?? ""]
    let cursor = try PageCursor(request.query, listing: listing, count: 3)
    let after = try cursor.map { cursor throws(ProblemDetails) in
      guard let type = ProductType(rawValue: cursor.key[2]) else { throw PageCursor.refusal }
      return PositionTotal.Key(portfolio: cursor.key[0], currency: cursor.key[1], productType: type)
    }
    let totals = try environment.reading.read { connection in
      let store = PositionSnapshotStore(connection)
      return try store.totals(ofSnapshot: store.existing(id).number, under: node)
    }
    let rest = totals.filter { total in after.map { $0 < total.key } ?? true }
    return try .page(Array(rest.prefix(limit + 1)), limit: limit, listing: listing) {
      [$0.key.portfolio, $0.key.currency, $0.key.productType.rawValue]
    } view: {
      PositionTotalView($0)
    }
  }
}

/// A position with what its instrument is.
private struct PositionView: Encodable {
  let positionId: String
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
  let reference: ReferenceView

  init(_ held: SnapshotPosition) {
    positionId = held.position.id
    portfolio = held.position.portfolio
    instrumentId = held.position.instrumentID
    instrumentVersion = held.instrumentVersion
    productType = held.productType.rawValue
    currency = held.currency
    quantity = held.position.quantity
    cleanPrice = held.position.markCleanPrice
    spreadBp = held.position.spreadBasisPoints
    reportedValue = held.position.reportedValue
    counterpartyId = held.position.counterpartyID
    reference = ReferenceView(held.reference)
  }
}

/// A total of a book.
struct PositionTotalView: Encodable {
  let portfolio: String
  let currency: String
  let productType: String
  let positionCount: Int
  let quantity: Double
  let grossQuantity: Double
  let reportedValue: Double

  init(_ total: PositionTotal) {
    portfolio = total.key.portfolio
    currency = total.key.currency
    productType = total.key.productType.rawValue
    positionCount = total.positionCount
    quantity = total.quantity
    grossQuantity = total.grossQuantity
    reportedValue = total.reportedValue
  }
}

extension PositionSnapshotStore {
  /// A snapshot that somebody has named.
  ///
  /// - Throws: `StoreError.notFound`.
  func existing(_ id: String) throws -> PositionSnapshotRecord {
    guard let record = try record(id: id) else {
      throw StoreError.notFound(kind: "position snapshot", id: id)
    }
    return record
  }
}
