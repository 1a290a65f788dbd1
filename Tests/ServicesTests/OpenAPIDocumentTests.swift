import Foundation
import HTTPServing
import JSONDocuments
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

  @Test func programHoldsTheDocumentOfTheRepository() throws {
    let file = try String(
      contentsOf: Self.repository.appending(path: "docs/openapi.json"), encoding: .utf8)
    #expect(OpenAPIDocument.text == file, "run Tools/openapi/embed.py")
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
        #expect(tag == service.rawValue || tag == "operations", "\(operation.id)")
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
      #expect(isWithoutBody || route.consumes == ["application/json"], "\(route.operationID)")
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
}
