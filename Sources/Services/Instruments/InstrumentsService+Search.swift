import DatesAndConventions
import HTTPServing
import Instruments
import PostgresStore
import RunRecords

extension InstrumentsService {
  private static let filters = [
    "text", "id_prefix", "issuer", "product_type", "currency", "sector", "country",
  ]

  /// Instruments by what their current versions say, in ascending id.
  func searchInstruments(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Set(Self.filters + ["limit", "cursor"]))
    let limit = try request.query.pageLimit()
    var filter = InstrumentStore.SearchFilter()
    filter.text = try request.query.text("text", upTo: 100)
    filter.idPrefix = try request.query.identifier("id_prefix")
    filter.issuer = try request.query.text("issuer", upTo: 200)
    filter.productType = try request.query.choice("product_type", ProductType.self)
    filter.currency = try request.query.currency("currency")?.code
    filter.sector = try request.query.text("sector", upTo: 200)
    filter.country = try request.query.text("country", upTo: 2)
    let listing = ["searchInstruments"] + Self.filters.map { request.query[$0] ?? "" }
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0]
    let found = try environment.reading.read {
      try InstrumentStore($0).search(filter, after: after, limit: limit + 1)
    }
    return try .page(found, limit: limit, listing: listing) {
      [$0.id]
    } view: {
      InstrumentView($0)
    }
  }

  /// An instrument in a listing, without its terms.
  private struct InstrumentView: Encodable {
    let instrumentId: String
    let versionHash: String
    let productType: String
    let currency: String
    let reference: ReferenceView

    init(_ version: InstrumentVersion) {
      instrumentId = version.id
      versionHash = version.versionHash
      productType = version.productType.rawValue
      currency = version.currency
      reference = ReferenceView(version.reference)
    }
  }
}
