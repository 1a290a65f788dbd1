import Foundation
import JSONDocuments
import Services
import Testing

/// The OpenAPI document, as something to hold the server against.
struct ServedDocument {
  struct Operation: Hashable {
    let id: String
    /// Such as `GET`.
    let method: String
    let path: String
    let definition: JSONValue
  }

  let document: JSONValue
  let operations: [Operation]

  init() throws {
    document = try JSONDocument.parse(OpenAPIDocument.text())
    operations = try #require(document["paths"]).members.flatMap { path in
      path.value.members.map { method in
        Operation(
          id: method.value["operationId"]?.text ?? "", method: method.name.uppercased(), path: path.name,
          definition: method.value)
      }
    }
  }

  var validator: SchemaValidator { SchemaValidator(document: document) }

  /// The definition of an answer, references followed; only of that status, not `default`.
  func response(_ operation: Operation, status: Int) -> JSONValue? {
    guard let found = operation.definition["responses"]?[String(status)] else { return nil }
    return followed(found)
  }

  func followed(_ value: JSONValue) -> JSONValue {
    value["$ref"]?.text.flatMap { validator.resolve($0) } ?? value
  }

  /// What is wrong with an answer to an operation; empty when it is as described.
  func faults(_ answer: TestClient.Answer, to operation: Operation) -> [String] {
    let place = "\(operation.id) \(answer.status)"
    guard let response = response(operation, status: answer.status) else {
      return ["\(place) is not described: \(answer.text)"]
    }
    var faults: [String] = []
    for header in response["headers"]?.members ?? [] {
      guard let text = answer.headers[header.name.lowercased()] else {
        faults.append("\(place): the field \(header.name) is missing")
        continue
      }
      guard let schema = header.value["schema"] else { continue }
      let value = Int(text).map { JSONValue.number(Double($0)) } ?? .string(text)
      faults += validator.faults(value, schema, at: "\(place) \(header.name)")
    }
    guard let content = response["content"] else {
      return faults + (answer.text.isEmpty ? [] : ["\(place) has content: \(answer.text)"])
    }
    let known = content.members.map { String($0.name.prefix { $0 != ";" }) }
    guard let index = known.firstIndex(of: answer.mediaType),
      let schema = content.members[index].value["schema"]
    else { return faults + ["\(place): \(answer.mediaType) is none of \(known)"] }
    guard answer.mediaType.hasSuffix("json") else { return faults }
    guard let value = try? answer.json else { return faults + ["\(place) is not JSON: \(answer.text)"] }
    return faults + validator.faults(value, schema, at: place)
  }
}
