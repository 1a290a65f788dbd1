import HTTPServing
import JSONDocuments
import PostgresStore
import Pricing
import RunRecords
import StructuredDeals

extension DealService {
  /// The most problems that an answer names.
  private static let mostProblems = 100

  /// Stores a package: 201 when the version is new, 200 when it is stored already.
  func uploadDeal(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["note", "created_by"])
    let note = try request.query.textOrEmpty("note", upTo: 400) ?? ""
    let author = try request.person(request.query.text("created_by", upTo: 100), field: "created_by")
    _ = try request.bodyValue()
    let document: DealDocument
    do throws(DealProblems) {
      document = try DealDocument(json: request.body)
    } catch {
      throw ProblemDetails.unprocessable(
        error.problems.prefix(Self.mostProblems).map { .init(field: $0.path, sentence: $0.message) })
    }
    let (version, isNew) = try environment.database.write { connection in
      let (version, isNew) = try DealStore(connection).add(document, note: note, by: author)
      return (version, isNew)
    }
    return try .document(
      version, status: isNew ? .created : .ok,
      headers: ["Location": "/v1/deals/\(version.dealID)/versions/\(version.version)"])
  }

  func listDeals(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listDeals"]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0] ?? ""
    let found = try environment.database.read { try DealStore($0).deals(limit: limit + 1, after: after) }
    return try .page(found, limit: limit, listing: listing) {
      [$0.latest.dealID]
    } view: {
      $0
    }
  }

  /// A deal with all its versions, newest first, and their steps.
  func getDeal(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = request.pathParameter("deal_id")
    return try environment.database.read { connection in
      let store = DealStore(connection)
      let versions = try store.versions(of: name)
      return try .document(
        DealDetail(
          dealID: name, usableVersion: versions.first { $0.state.servesRuns }?.version,
          versions: try versions.map {
            VersionSteps(version: $0, events: try store.events($0.version, of: name))
          }), headers: ["Cache-Control": "no-store"])
    }
  }

  /// One version: its steps, and what it is made of.
  func getVersion(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let (version, document, events) = try stored(request)
    return try .document(
      VersionDetail(version: version, events: events, structure: DealStructure(document.package)),
      headers: ["Cache-Control": "no-store"])
  }

  /// The package as it is stored.
  func getPackage(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = request.pathParameter("deal_id")
    let number = try request.versionNumber()
    let json = try environment.database.read { try DealStore($0).json(number, of: name) }
    return .json(rendered: json)
  }

  /// Tries a version under four sets of speeds, alone or in a market, and notes it as validated when all come to their end.
  func validate(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["market_snapshot"])
    let input = try request.document(Review.self)
    let person = try request.person(input.actor, field: "actor")
    if let comment = input.comment {
      try ProblemDetails.requireText(comment, field: "comment", upTo: 1_000)
    }
    let (version, document, _) = try stored(request)
    let package = document.package
    let market = try market(of: package, request.query)
    let trials =
      market.map { package.trials(rates: $0.rates, models: $0.models, economy: $0.economy) }
      ?? package.trials()
    let basis = package.trialBasis(market: try request.query.single("market_snapshot").map { "market \($0)" })
    let hasPassed = trials.allSatisfy { $0.problem == nil }
    guard hasPassed, version.state == .uploaded else {
      return try .document(Validation(version: version, basis: basis, trials: trials))
    }
    let moved = try environment.database.write {
      try DealStore($0).move(
        version.version, of: version.dealID, to: .validated, by: person,
        comment: "\(trials.count) trials passed, \(basis)")
    }
    return try .document(Validation(version: moved, basis: basis, trials: trials))
  }

  /// Approves, rejects or archives a version.
  func move(_ request: HTTPRequest, to state: DealState) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let number = try request.versionNumber()
    let input = try request.document(Review.self)
    let person = try request.person(input.actor, field: "actor")
    try ProblemDetails.requireText(input.comment ?? "", field: "comment", upTo: 1_000)
    let name = request.pathParameter("deal_id")
    return try .document(
      try environment.database.write {
        try DealStore($0).move(number, of: name, to: state, by: person, comment: input.comment ?? "")
      })
  }

  /// The version of the path.
  func stored(_ request: HTTPRequest) throws -> (DealVersion, DealDocument, [DealEvent]) {
    let name = request.pathParameter("deal_id")
    let number = try request.versionNumber()
    return try environment.database.read { connection in
      let store = DealStore(connection)
      return (
        try store.version(number, of: name), try store.document(number, of: name),
        try store.events(number, of: name)
      )
    }
  }

  private struct Review: Decodable {
    let comment: String?
    /// Asked for on an open server only; elsewhere it is who has signed in.
    let actor: String?
  }

  private struct VersionSteps: Encodable {
    let version: DealVersion
    let events: [DealEvent]
  }

  private struct DealDetail: Encodable {
    let dealID: String
    let usableVersion: Int?
    let versions: [VersionSteps]
  }

  private struct VersionDetail: Encodable {
    let version: DealVersion
    let events: [DealEvent]
    let structure: DealStructure
  }

  private struct Validation: Encodable {
    let version: DealVersion
    /// Where rates and models come from.
    let basis: String
    let trials: [PackageTrial]
  }
}
