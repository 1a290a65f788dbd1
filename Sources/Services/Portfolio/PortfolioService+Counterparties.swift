import HTTPServing
import Ingestion
import Instruments
import PostgresStore

extension PortfolioService {
  /// Stores counterparties in place of those of the same ids.
  func putCounterparties(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["partial"])
    let isPartial = try request.query.flag("partial")
    let (counterparties, report) = try RecordImport<Counterparty>.records(of: request)
    guard report.rejected == 0 || isPartial else {
      throw ProblemDetails.rejectedRows(report, of: Counterparty.collectionName)
    }
    let stored = try environment.bulkDatabase.write { try CounterpartyStore($0).put(counterparties) }
    return try .document(
      StoredCounterparties(new: stored.new, changed: stored.changed, rows: ImportView(report)))
  }

  func listCounterparties(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listCounterparties"]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0]
    let found = try environment.reading.read {
      try CounterpartyStore($0).list(limit: limit + 1, after: after)
    }
    return try .page(found, limit: limit, listing: listing) {
      [$0.id]
    } view: {
      CounterpartyView($0)
    }
  }

  func getCounterparty(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let id = request.pathParameter("counterparty_id")
    let found = try environment.reading.read { try CounterpartyStore($0).counterparty(id: id) }
    guard let found else { throw ProblemDetails.missing("counterparty", id) }
    return try .document(CounterpartyView(found))
  }

  /// Every version of a counterparty, the one stored last first.
  func listCounterpartyVersions(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let id = request.pathParameter("counterparty_id")
    let limit = try request.query.pageLimit()
    let listing = ["listCounterpartyVersions", id]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.integer(0, Int.self)
    let found = try environment.reading.read { connection in
      let store = CounterpartyStore(connection)
      guard try store.counterparty(id: id) != nil else { throw ProblemDetails.missing("counterparty", id) }
      return try store.versions(of: id, limit: limit + 1, before: before)
    }
    return try .page(found, limit: limit, listing: listing) {
      [String($0.number)]
    } view: {
      VersionView(
        version: $0.number, isCurrent: $0.isCurrent, storedAt: $0.storedAt,
        counterparty: CounterpartyView($0.counterparty))
    }
  }

  private struct VersionView: Encodable {
    let version: Int
    let isCurrent: Bool
    let storedAt: String
    let counterparty: CounterpartyView
  }

  private struct StoredCounterparties: Encodable {
    let new: Int
    let changed: Int
    let rows: ImportView
  }

  private struct CounterpartyView: Encodable {
    let counterpartyId: String
    let name: String
    let lei: String?
    let country: String?
    let sector: String?
    let rating: String?
    let parentId: String?

    init(_ counterparty: Counterparty) {
      counterpartyId = counterparty.id
      name = counterparty.name
      lei = counterparty.lei?.description
      country = counterparty.country
      sector = counterparty.sector
      rating = counterparty.rating
      parentId = counterparty.parentID
    }
  }
}
