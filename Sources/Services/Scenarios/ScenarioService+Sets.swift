import HTTPServing
import JSONDocuments
import MarketData
import PostgresStore
import RunRecords

extension ScenarioService {
  /// Adds a version of a set: 201 when it is new, 200 when a version has the same scenarios already.
  func addVersion(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let input = try request.document(ScenarioSetInput.self)
    var addition = ScenarioStore.Addition(
      try input.set(), by: request.author(input.createdBy))
    addition.description = input.description ?? ""
    addition.note = input.note ?? ""
    addition.requiresApproval = input.requiresApproval ?? false
    let (set, version, isNew) = try environment.database.write { connection in
      let store = ScenarioStore(connection)
      let (version, isNew) = try store.add(addition)
      return (try store.set(input.id), version, isNew)
    }
    return try .document(
      StoredVersion(set: set, version: version), status: isNew ? .created : .ok,
      headers: ["Location": "/v1/scenario-sets/\(set.name)/versions/\(version.version)"])
  }

  func listSets(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["limit", "cursor"])
    let limit = try request.query.pageLimit()
    let listing = ["listScenarioSets"]
    let after = try PageCursor(request.query, listing: listing, count: 1)?.key[0] ?? ""
    let found = try environment.database.read {
      try ScenarioStore($0).sets(limit: limit + 1, after: after)
    }
    return try .page(found, limit: limit, listing: listing) {
      [$0.name]
    } view: {
      $0
    }
  }

  /// A set with all its versions, newest first.
  func getSet(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = request.pathParameter("set_name")
    return try environment.database.read { connection in
      let store = ScenarioStore(connection)
      return try .document(SetDetail(set: try store.set(name), versions: try store.versions(of: name)))
    }
  }

  /// One version with its scenarios.
  func getVersion(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let name = request.pathParameter("set_name")
    let number = try request.versionNumber()
    let (record, document) = try environment.database.read {
      try ScenarioStore($0).version(number, of: name)
    }
    let set = try CanonicalJSON.decode(ScenarioSet.self, from: document)
    return try .document(VersionDetail(set: name, version: record, scenarios: set.scenarios))
  }

  func approve(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let number = try request.versionNumber()
    let input = try request.document(Approval.self)
    try Self.check(input.approvedBy, "approved_by", upTo: 100)
    let name = request.pathParameter("set_name")
    let person = request.author(input.approvedBy)
    return try .document(
      try environment.database.write { try ScenarioStore($0).approve(number, of: name, by: person) })
  }

  func retire(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    let number = try request.versionNumber()
    let input = try request.document(Retirement.self)
    try Self.check(input.retiredBy, "retired_by", upTo: 100)
    try Self.check(input.reason, "reason", upTo: 400)
    let name = request.pathParameter("set_name")
    let person = request.author(input.retiredBy)
    return try .document(
      try environment.database.write {
        try ScenarioStore($0).retire(number, of: name, by: person, reason: input.reason)
      })
  }

  private static func check(_ text: String, _ field: String, upTo length: Int) throws(ProblemDetails) {
    guard !text.isEmpty, text.isPlainText(upTo: length) else {
      throw .unprocessable([
        .init(
          field: field, message: "is not 1 to \(length) characters without control characters",
          fix: "correct it")
      ])
    }
  }

  private struct Approval: Decodable {
    let approvedBy: String
  }

  private struct Retirement: Decodable {
    let retiredBy: String
    let reason: String
  }

  private struct StoredVersion: Encodable {
    let set: ScenarioSetRecord
    let version: ScenarioSetVersion
  }

  private struct SetDetail: Encodable {
    let set: ScenarioSetRecord
    let versions: [ScenarioSetVersion]
  }

  private struct VersionDetail: Encodable {
    let set: String
    let version: ScenarioSetVersion
    let scenarios: [Scenario]
  }
}

extension HTTPRequest {
  /// The path parameter `version`.
  ///
  /// - Throws: 400 when it is not a number from 1.
  func versionNumber() throws(ProblemDetails) -> Int {
    guard let number = Int32(pathParameter("version")), number >= 1 else {
      throw .invalid(
        parameter: "version", message: "is not the number of a version", fix: "send a whole number from 1")
    }
    return Int(number)
  }
}
