import HTTPServing
import PostgresStore
import RunRecords

extension LimitRoutes {
  /// Proposes a limit: 201 when it is new, 200 when the same one is there already. Its name is its key.
  func createLimit(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let input = try request.document(NewLimitInput.self)
    let person = try request.person(input.by, field: "by")
    let (limit, isNew) = try environment.database.write {
      try LimitStore($0).create(input.terms.definition(input.name), by: person)
    }
    return try .document(
      LimitView(limit), status: isNew ? .created : .ok, headers: ["Location": "/v1/limits/\(limit.name)"])
  }

  func listLimits(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listLimits"]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0] ?? ""
    let found = try environment.database.read { try LimitStore($0).list(limit: limit + 1, after: after) }
    return try .page(found, limit: limit, listing: listing) {
      [$0.name.text]
    } isShown: {
      request.maySee($0)
    } view: {
      LimitView($0)
    }
  }

  /// A limit with its history.
  func getLimit(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = try request.limitName()
    let detail = try environment.database.read { connection in
      let store = LimitStore(connection)
      let limit = try store.require(name)
      guard request.maySee(limit) else { throw StoreError.notFound(kind: "limit", id: name.text) }
      return LimitDetail(limit, try store.events(of: name))
    }
    return try .document(detail)
  }

  func changeLimit(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = try request.limitName()
    let input = try request.document(LimitChangeInput.self)
    let person = try request.person(input.by, field: "by")
    return try changed { try $0.change(input.terms.definition(name), by: person) }
  }

  func retireLimit(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = try request.limitName()
    let input = try request.document(ActorInput.self)
    let person = try request.person(input.by, field: "by")
    return try changed { try $0.retire(name, by: person) }
  }

  func approveLimit(_ request: HTTPRequest) throws -> HTTPResponse {
    try decided(request) { try $0.approve($1, proposal: $2, by: $3) }
  }

  func rejectLimit(_ request: HTTPRequest) throws -> HTTPResponse {
    try decided(request) { try $0.reject($1, proposal: $2, by: $3) }
  }

  private func decided(
    _ request: HTTPRequest,
    _ decide: (LimitStore, LimitName, _ proposal: Int, _ person: String) throws -> LimitRecord
  ) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = try request.limitName()
    let input = try request.document(LimitDecisionInput.self)
    let person = try request.person(input.by, field: "by")
    return try changed { try decide($0, name, input.proposal, person) }
  }

  private func changed(_ change: (LimitStore) throws -> LimitRecord) throws -> HTTPResponse {
    try .document(LimitView(try environment.database.write { try change(LimitStore($0)) }))
  }
}
