import AccessControl
import HTTPServing
import JSONDocuments
import TestSupport
import Testing

@testable import Services

@Suite(.enabled(if: TestCluster.isAvailable))
struct OperationAccessTests {
  /// The last of the table's rows has to be written by who adds an operation.
  @Test func everyOperationIsInTheTable() throws {
    let operations = Set(try ServedDocument().operations.map(\.id))
    let table = Set(OperationAccess.table.keys)
    #expect(operations.subtracting(table) == [], "add them to OperationAccess.table")
    #expect(table.subtracting(operations) == [], "there are no such operations")
  }

  @Test func operationsThatAreInNoTableAreForAdministrators() {
    #expect(OperationAccess.of("somethingNew") == .needs(.administer))
  }

  @Test func theDocumentSaysWhichOperationsAskWhoYouAre() throws {
    for operation in try ServedDocument().operations {
      let isOpen = OperationAccess.of(operation.id) == .anyone
      let responses = operation.definition["responses"]
      #expect((operation.definition["security"]?.array?.isEmpty == true) == isOpen, "\(operation.id)")
      guard !isOpen else { continue }
      #expect(responses?["401"] != nil, "\(operation.id) does not describe 401")
      let needsPermission = OperationAccess.of(operation.id) != .signedIn
      #expect(!needsPermission || responses?["403"] != nil, "\(operation.id) does not describe 403")
    }
  }

  @Test func changesNeedMoreThanAPermissionToRead() throws {
    for route in try TestPlatform().router.routes where route.isWrite {
      guard case .needs(let permission) = OperationAccess.of(route.operationID) else { continue }
      #expect(!permission.isReading, "\(route.operationID)")
    }
  }

  /// Who asks: nobody, or a program of each role, of the whole tree or confined to a node.
  private struct Caller {
    let name: String
    let fields: [String: String]
    /// `nil` for nobody.
    let permissions: Set<Permission>?
    var isConfined = false
  }

  /// Told of the whole book only, so not to one who is confined.
  private static let wholeTreeOnly: Set = ["comparePositions", "listRunInstrumentVersions"]

  @Test func everyOperationIsRefusedToEveryoneElse() throws {
    let platform = try TestPlatform(access: TestUsers.settings)
    let users = TestUsers(platform: platform)
    let document = try ServedDocument()
    var callers = [Caller(name: "nobody", fields: [:], permissions: nil)]
    for role in Role.allCases {
      callers.append(
        Caller(name: role.rawValue, fields: try users.key(role), permissions: role.permissions))
      callers.append(
        Caller(
          name: "\(role.rawValue) of a node", fields: try users.key(role, node: "FUND"),
          permissions: Role.viewer.permissions, isConfined: true))
    }
    for operation in document.operations {
      for caller in callers {
        let answer = try ask(operation, caller, platform.client)
        let place: Comment = "\(operation.id) by \(caller.name): \(answer.status) \(answer.text)"
        switch (OperationAccess.of(operation.id), caller.permissions) {
        case (.anyone, _), (.signedIn, .some): #expect(isLetIn(answer, operation), place)
        case (.signedIn, nil), (.needs, nil):
          #expect(answer.status == 401, place)
          #expect(answer.headers["www-authenticate"] == "Bearer realm=\"tenor\"", place)
          #expect(document.faults(answer, to: operation) == [])
        case (.needs(let permission), .some(let permissions)):
          if caller.isConfined, Self.wholeTreeOnly.contains(operation.id) {
            #expect(answer.status == 403 && answer.text.contains("outside-scope"), place)
          } else if permissions.contains(permission) {
            #expect(isLetIn(answer, operation), place)
          } else {
            #expect(answer.status == 403 && answer.text.contains(permission.rawValue), place)
            #expect(document.faults(answer, to: operation) == [])
          }
        }
      }
    }
    #expect(platform.log.errors.isEmpty)
  }

  /// Whatever becomes of the request, it was not for want of a permission. Signing in is itself refused with 401.
  private func isLetIn(_ answer: TestClient.Answer, _ operation: ServedDocument.Operation) -> Bool {
    operation.id == "createSession" ? answer.status == 400 : ![401, 403].contains(answer.status)
  }

  private func ask(
    _ operation: ServedDocument.Operation, _ caller: Caller, _ client: TestClient
  ) throws -> TestClient.Answer {
    let path = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "/unknown" : "/\($0)" }.joined()
    guard operation.definition["requestBody"] != nil else {
      return try client.send(operation.method, path, headers: caller.fields)
    }
    // No operation does anything on being sent this.
    let fields = caller.fields.merging(["Content-Type": "application/json"]) { $1 }
    return try client.send(operation.method, path, headers: fields, body: #"{"nothing": 0}"#)
  }
}
