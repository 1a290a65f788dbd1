import HTTPServing
import PostgresStore
import RunRecords

extension PortfolioService {
  /// The nodes of the portfolio tree in order of their paths, so that a node comes before those below it.
  func listPortfolios(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["under", "tag", "limit", "cursor"])
    let limit = try request.query.pageLimit()
    let under = try request.node(request.query.text("under", upTo: 200))
    let tag = try request.query.text("tag", upTo: 40)
    let listing = ["listPortfolios", under ?? "", tag ?? ""]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0]
    let found = try environment.reading.read {
      try PortfolioStore($0).records(under: under, tag: tag, after: after, limit: limit + 1)
    }
    return try .page(found, limit: limit, listing: listing) {
      [$0.node.id]
    } view: {
      PortfolioView($0)
    }
  }

  func getPortfolio(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let path = request.pathParameter("portfolio_id")
    let record = try environment.reading.read { try PortfolioStore($0).record(path) }
    guard let record, request.maySee(path) else { throw ProblemDetails.missing("portfolio", path) }
    return try .document(PortfolioView(record))
  }

  /// Gives a node a name, a description and tags. Nodes are made by the positions in them.
  func describePortfolio(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let path = request.pathParameter("portfolio_id")
    let input = try request.document(PortfolioInput.self)
    let tags = (input.tags ?? []).sorted()
    var errors: [ProblemDetails.FieldError] = []
    if input.name.isEmpty || !input.name.isPlainText(upTo: 200) {
      errors.append(
        .init(
          field: "name", message: "is not 1 to 200 characters without control characters",
          fix: "send such a name"))
    }
    if let description = input.description, !description.isPlainText(upTo: 2_000) {
      errors.append(
        .init(
          field: "description", message: "is longer than 2000 characters or holds control characters",
          fix: "send a shorter one, or leave it out"))
    }
    if tags.count > 20 || Set(tags).count != tags.count
      || !tags.allSatisfy({ !$0.isEmpty && $0.isPlainText(upTo: 40) && !$0.contains(";") })
    {
      errors.append(
        .init(
          field: "tags", message: "are not up to 20 different words of 1 to 40 characters without ;",
          fix: "send for instance [\"strategy:carry\"]"))
    }
    guard errors.isEmpty else { throw ProblemDetails.unprocessable(errors) }
    let record = try environment.database.write {
      try PortfolioStore($0).describe(
        path, name: input.name, description: input.description ?? "", tags: tags)
    }
    return try .document(PortfolioView(record))
  }

  private struct PortfolioInput: Decodable {
    let name: String
    let description: String?
    let tags: [String]?
  }

  private struct PortfolioView: Encodable {
    let portfolioId: String
    let level: PortfolioNode.Level
    let parentId: String?
    let name: String
    let description: String
    let tags: [String]
    let createdAt: String
    let changedAt: String

    init(_ record: PortfolioNodeRecord) {
      portfolioId = record.node.id
      level = record.node.level
      parentId = record.node.parentID
      name = record.name
      description = record.description
      tags = record.tags
      createdAt = record.createdAt
      changedAt = record.changedAt
    }
  }
}
