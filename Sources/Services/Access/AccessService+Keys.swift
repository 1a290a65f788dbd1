import AccessControl
import HTTPServing
import PostgresStore

extension AccessService {
  private static let usualDays = 90
  private static let days = 1...366

  func listKeys(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listKeys"]
    let before = try PageCursor(request.query, listing: listing, count: 1)?.key[0]
    let found = try environment.accountDatabase.read {
      try APIKeyStore($0).list(limit: limit + 1, before: before)
    }
    return try .page(found, limit: limit, listing: listing) {
      [$0.id]
    } view: {
      KeyView($0)
    }
  }

  /// Makes a key for a program; it is shown once.
  func createKey(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let input = try request.document(KeyInput.self)
    try Self.requireSignIn(request)
    let name = try Self.name(input.name)
    let scope = try Self.scope(input.node)
    let days = input.days ?? Self.usualDays
    guard Self.days.contains(days) else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "days", message: "is \(days)",
          fix: "write \(Self.days.lowerBound) to \(Self.days.upperBound)")
      ])
    }
    Self.note(input.role, scope, of: request)
    request.caller.note("name", name.text)
    request.caller.note("days", String(days))
    var generator = SystemRandomNumberGenerator()
    let key = APIKey(using: &generator)
    let author = request.signedIn.name
    let (id, isNew) = try once("key", request) { connection in
      try APIKeyStore(connection).add(
        key, name: name, role: input.role, scope: scope, days: days, by: author
      ).id
    }
    var headers = Self.notKept
    headers["Location"] = "/v1/keys/\(id)"
    return try .document(
      KeyWithSecret(
        key: KeyView(try record(id)), secret: isNew ? key.text : nil, warnings: warnings(scope)),
      status: isNew ? .created : .ok, headers: headers)
  }

  /// Lets a key in no more, for good.
  func revokeKey(_ request: HTTPRequest) throws -> HTTPResponse {
    let id = request.pathParameter("key_id")
    guard APIKey.isID(id) else {
      throw ProblemDetails.invalid(
        parameter: "key_id", message: "is not the public part of a key",
        fix: "send its 16 hexadecimal digits, as the list of keys has them")
    }
    try request.requireEmptyObject()
    try environment.accountDatabase.write { try APIKeyStore($0).revoke(id) }
    return try .document(KeyView(try record(id)))
  }

  private func record(_ id: String) throws -> APIKeyStore.Record {
    guard let record = try environment.accountDatabase.read({ try APIKeyStore($0).record(id) }) else {
      throw ProblemDetails.missing("key", id)
    }
    return record
  }

  private struct KeyInput: Decodable {
    let name: String
    let role: Role
    let node: String?
    let days: Int?
  }

  private struct KeyWithSecret: Encodable {
    let key: KeyView
    /// The whole key, shown this once.
    let secret: String?
    let warnings: [String]
  }
}
