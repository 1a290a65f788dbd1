import AccessControl
import Foundation
import JSONDocuments
import PostgresStore

@testable import Services

/// Users and keys of a platform, and clients that have signed in.
struct TestUsers {
  let platform: TestPlatform

  static let password = "correct horse battery"

  /// Hashes that cost nothing.
  static var settings: AccessSettings {
    var settings = AccessSettings()
    settings.passwordCost = PasswordHash.Parameters(passes: 1, memoryKiB: 64, lanes: 1)
    return settings
  }

  func add(_ name: String, _ role: Role, node: String? = nil, mustChange: Bool = false) throws {
    var generator = SystemRandomNumberGenerator()
    try UserStore(platform.connection()).add(
      UserName(name)!, role: role, scope: node.flatMap { PortfolioScope(node: $0) },
      password: PasswordHash(
        of: Self.password, parameters: Self.settings.passwordCost, using: &generator),
      mustChange: mustChange, by: "test")
  }

  /// Fields of a program that has a key.
  func key(_ role: Role, node: String? = nil, name: String = "robot") throws -> [String: String] {
    var generator = SystemRandomNumberGenerator()
    let key = APIKey(using: &generator)
    try APIKeyStore(platform.connection()).add(
      key, name: UserName(name)!, role: role, scope: node.flatMap { PortfolioScope(node: $0) }, days: 1,
      by: "test")
    return ["Authorization": "Bearer \(key.text)"]
  }

  func signIn(_ name: String, _ password: String = Self.password, headers: [String: String] = [:]) throws
    -> TestClient.Answer
  {
    let body = #"{"name": "\#(name)", "password": "\#(password)"}"#
    return try platform.client.post("/v1/session", body, headers: headers)
  }

  /// Fields of a page in a browser that has signed in, fit for changes too.
  func browser(_ name: String) throws -> [String: String] { try Self.fields(signIn(name)) }

  /// Fields of a page in a browser after an answer that began a session.
  static func fields(_ answer: TestClient.Answer) throws -> [String: String] {
    guard let cookie = answer.headers["set-cookie"] else {
      throw TestClient.Failure(reason: "no cookie: \(answer.status) \(answer.text)")
    }
    return [
      "Cookie": String(cookie.prefix { $0 != ";" }), "X-CSRF-Token": try answer.member("csrf_token"),
    ]
  }
}
