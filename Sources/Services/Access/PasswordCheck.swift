import AccessControl
import Dispatch
import HTTPServing
import PostgresStore
import Synchronization

/// Checks passwords: a few at a time, and for names that do not exist at the same cost.
final class PasswordCheck: Sendable {
  private let database: Database
  private let cost: PasswordHash.Parameters
  private let admitted = Mutex(0)
  private let hashing = DispatchSemaphore(value: mostAtOnce)

  /// Each takes its memory and its cores; two more may wait, so that threads stay free for other requests.
  private static let mostAtOnce = 2
  private static let mostAdmitted = 4

  init(_ database: Database, cost: PasswordHash.Parameters) {
    self.database = database
    self.cost = cost
  }

  /// The user whose name and password these are; `nil` for anyone else, and for users who are locked or disabled.
  ///
  /// - Throws: 429 when too many are at it.
  func user(_ name: String, _ password: String) throws -> UserName? {
    let user = UserName(name)
    // Asked for any name, so that one that cannot exist takes as long.
    let asked = user?.text ?? ""
    let credential = try database.read { try UserStore($0).credential(asked) }
    let isRight = try matches(password, credential?.password ?? .matchingNothing(cost))
    guard let user, let credential, credential.isUsable, isRight else {
      try database.write { try UserStore($0).countFailure(asked) }
      return nil
    }
    try database.write { try UserStore($0).countSuccess(user) }
    return user
  }

  /// The hash of a new password.
  func hash(_ password: String) throws -> PasswordHash {
    try withTurn {
      var generator = SystemRandomNumberGenerator()
      return PasswordHash(of: password, parameters: cost, using: &generator)
    }
  }

  private func matches(_ password: String, _ hash: PasswordHash) throws -> Bool {
    try withTurn { password.unicodeScalars.count <= PasswordRules.mostCharacters && hash.matches(password) }
  }

  private func withTurn<Success>(_ body: () -> Success) throws -> Success {
    let isAdmitted = admitted.withLock { admitted in
      guard admitted < PasswordCheck.mostAdmitted else { return false }
      admitted += 1
      return true
    }
    guard isAdmitted else { throw ProblemDetails.tooManySignIns }
    defer { admitted.withLock { $0 -= 1 } }
    hashing.wait()
    defer { hashing.signal() }
    return body()
  }
}
