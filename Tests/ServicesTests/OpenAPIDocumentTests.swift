import DatesAndConventions
import Foundation
import HTTPServing
import JSONDocuments
import MarketData
import PostgresStore
import Testing

@testable import Services

struct OpenAPIDocumentTests {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func router(_ services: [Service]) throws -> Router {
    // No connection is made before a request asks for one.
    let environment = ServiceEnvironment(
      database: PostgresSettings(address: "host=/nowhere"), codeVersion: "test", now: { 0 }, random: { 0 })
    return try ServiceHost(ServiceHost.Settings(services: services, port: 0), environment: environment).router
  }

  /// The whole document, and every file of the repository found in it member by member.
  @Test(arguments: Service.allCases.map(\.rawValue) + ["session", "common"])
  func programHoldsTheDocumentsOfTheRepository(name: String) throws {
    let file = Self.repository.appending(path: "docs/openapi/\(name).json")
    let part = try JSONDocument.parse(Array(Data(contentsOf: file)))
    let whole = try ServedDocument().document
    func expectSame(_ path: [String]) {
      let own = path.reduce(part) { $0[$1] ?? .null }
      let served = path.reduce(whole) { $0[$1] ?? .null }
      for member in own.members {
        #expect(served[member.name] == member.value, "\(path) \(member.name): run Tools/openapi/embed.py")
      }
    }
    for path in [
      ["paths"], ["components", "schemas"], ["components", "parameters"], ["components", "responses"],
    ] {
      expectSame(path)
    }
    for tag in part["tags"]?.array ?? [] { #expect(whole["tags"]?.array?.contains(tag) == true) }
  }

  /// Nothing is served that no file says.
  @Test func theWholeDocumentHasNothingElse() throws {
    let whole = try ServedDocument().document
    let names = Service.allCases.map(\.rawValue) + ["session", "common"]
    let parts = try names.map {
      try JSONDocument.parse(
        Array(Data(contentsOf: Self.repository.appending(path: "docs/openapi/\($0).json"))))
    }
    for path in [
      ["paths"], ["components", "schemas"], ["components", "parameters"], ["components", "responses"],
    ] {
      let own = parts.flatMap { part in path.reduce(part) { $0[$1] ?? .null }.members.map(\.name) }
      let served = path.reduce(whole) { $0[$1] ?? .null }.members.map(\.name)
      #expect(own.sorted() == served.sorted(), "\(path)")
      #expect(Set(own).count == own.count)
    }
  }

  @Test(arguments: Service.allCases)
  func aServiceAloneDescribesItsOwnOperationsOnly(service: Service) throws {
    let document = try JSONDocument.parse(OpenAPIDocument.text(of: [service]))
    let described = Set(
      try #require(document["paths"]).members.flatMap { $0.value.members }.compactMap {
        $0.value["operationId"]?.text
      })
    #expect(described == Set(try router([service]).routes.map(\.operationID)))
  }

  @Test func everyRouteIsDescribedAndEveryDescriptionServed() throws {
    let served = Set(
      try router(Service.allCases).routes.map { "\($0.method.rawValue) \($0.path) \($0.operationID)" })
    let described = Set(try ServedDocument().operations.map { "\($0.method) \($0.path) \($0.id)" })
    #expect(served.subtracting(described) == [])
    #expect(described.subtracting(served) == [])
  }

  @Test func operationsAreTaggedWithTheirService() throws {
    let operations = try ServedDocument().operations
    for service in Service.allCases {
      let own = Set(try router([service]).routes.map(\.operationID))
      for operation in operations where own.contains(operation.id) {
        let tag = operation.definition["tags"]?.array?.first?.text
        #expect([service.rawValue, "operations", "session"].contains(tag), "\(operation.id)")
      }
    }
  }

  @Test func pathParametersAreDescribed() throws {
    let document = try ServedDocument()
    for operation in document.operations {
      let described = (operation.definition["parameters"]?.array ?? []).map(document.followed)
        .filter { $0["in"]?.text == "path" }.compactMap { $0["name"]?.text }
      #expect(Set(described) == Set(PathTemplate(operation.path).parameterNames), "\(operation.id)")
    }
  }

  @Test func everyBodyIsLimitedAndJSON() throws {
    let operations = try ServedDocument().operations
    for route in try router(Service.allCases).routes {
      let body = operations.first { $0.id == route.operationID }?.definition["requestBody"]
      #expect((body != nil) == !route.consumes.isEmpty, "\(route.operationID)")
      // A web page of another origin cannot send DELETE unasked either.
      let isWithoutBody = route.method == .get || route.method == .delete
      // Nor files of these types, without a question to the server first.
      let isFile = route.uploadFolder != nil && !route.consumes.contains { $0.hasPrefix("text/plain") }
      #expect(isWithoutBody || isFile || route.consumes == ["application/json"], "\(route.operationID)")
    }
  }

  @Test func examplesFitTheirSchemas() throws {
    let document = try ServedDocument()
    var count = 0
    func check(_ media: JSONValue, _ place: String) {
      guard let schema = media["schema"], let example = media["example"] else {
        Issue.record("\(place) has no schema or no example")
        return
      }
      // An empty object stands for any; the document itself is not repeated in it.
      guard schema["type"]?.text != "object" || schema["properties"] != nil else { return }
      let faults = document.validator.faults(example, schema, at: place)
      #expect(faults.isEmpty)
      count += 1
    }
    for operation in document.operations {
      for media in operation.definition["requestBody"]?["content"]?.members ?? [] {
        check(media.value, "\(operation.id) body")
      }
      for response in operation.definition["responses"]?.members ?? [] {
        for media in document.followed(response.value)["content"]?.members ?? [] {
          check(media.value, "\(operation.id) \(response.name)")
        }
      }
    }
    #expect(count > 50)
  }

  /// What a market may name is what this program knows.
  @Test func conventionsAreThoseOfTheProgram() throws {
    let schemas = try #require(try ServedDocument().document["components"]?["schemas"])
    func names(_ schema: String) -> [String] { (schemas[schema]?["enum"]?.array ?? []).compactMap(\.text) }
    #expect(names("RateIndexName") == RateIndexID.allCases.map(\.rawValue))
    #expect(names("SwapName") == SwapConventionID.allCases.map(\.rawValue))
    #expect(names("BasisSwapName") == BasisSwapConventionID.allCases.map(\.rawValue))
    #expect(names("CurrencyPairName") == CurrencyPairID.allCases.map(\.rawValue))
    #expect(names("CurveInterpolation") == CurveInterpolation.allCases.map(\.rawValue))
  }
}
