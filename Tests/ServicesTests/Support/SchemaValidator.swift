import Foundation
import JSONDocuments

/// Checks JSON values against the schemas of an OpenAPI 3.1 document: the part of JSON Schema 2020-12 that ours uses.
///
/// A keyword it does not know is a fault, so that no constraint goes unchecked. Stricter than the standard in one
/// thing: a member that the schema does not describe is a fault, so that nothing is served undocumented.
struct SchemaValidator {
  let document: JSONValue

  private static let annotations: Set<String> = ["description", "examples", "example", "default", "title"]

  /// What is wrong with `value`, each with its place; empty when it fits.
  func faults(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
    guard case .object(let keywords) = schema else { return ["\(place): the schema is not an object"] }
    var found: [String] = []
    for member in keywords.members where !Self.annotations.contains(member.name) {
      found += faults(value, member.name, member.value, of: keywords, at: place)
    }
    return found
  }

  /// The value at a JSON pointer such as `#/components/schemas/Run`.
  func resolve(_ pointer: String) -> JSONValue? {
    pointer.split(separator: "/").dropFirst().reduce(document) { (value: JSONValue?, part) in
      let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
      return value?[String(name)]
    }
  }

  private func faults(
    _ value: JSONValue, _ keyword: String, _ rule: JSONValue, of schema: JSONObject, at place: String
  ) -> [String] {
    func unless(_ fits: Bool) -> [String] { fits ? [] : ["\(place): \(value) against \(keyword) \(rule)"] }
    switch keyword {
    case "$ref":
      guard let pointer = rule.text, let target = resolve(pointer) else { return ["\(place): no \(rule)"] }
      return faults(value, target, at: place)
    case "type": return unless((rule.array ?? [rule]).compactMap(\.text).contains { value.isOf(type: $0) })
    case "enum": return unless(rule.array?.contains(value) ?? false)
    case "const": return unless(rule == value)
    case "oneOf":
      let results = (rule.array ?? []).map { faults(value, $0, at: place) }
      let fitting = results.count { $0.isEmpty }
      return fitting == 1 ? [] : ["\(place): fits \(fitting) of oneOf: \(results)"]
    case "minLength": return unless(value.text.map { $0.unicodeScalars.count >= rule.integer } ?? true)
    case "maxLength": return unless(value.text.map { $0.unicodeScalars.count <= rule.integer } ?? true)
    case "pattern": return unless(value.text.map { matches($0, rule.text ?? "") } ?? true)
    case "format": return unless(value.text.map { hasFormat($0, rule.text ?? "") } ?? true)
    case "minimum": return unless(value.number.map { $0 >= rule.number! } ?? true)
    case "maximum": return unless(value.number.map { $0 <= rule.number! } ?? true)
    case "exclusiveMinimum": return unless(value.number.map { $0 > rule.number! } ?? true)
    case "minItems": return unless(value.array.map { $0.count >= rule.integer } ?? true)
    case "maxItems": return unless(value.array.map { $0.count <= rule.integer } ?? true)
    case "uniqueItems": return unless(value.array.map { Set($0).count == $0.count } ?? true)
    case "items":
      return (value.array ?? []).enumerated().flatMap { faults($1, rule, at: "\(place)[\($0)]") }
    case "required":
      guard case .object(let object) = value else { return [] }
      return (rule.array ?? []).compactMap(\.text).filter { object[$0] == nil }.map {
        "\(place): lacks \($0)"
      }
    case "propertyNames":
      guard case .object(let object) = value else { return [] }
      return object.members.flatMap { faults(.string($0.name), rule, at: "\(place).\($0.name)") }
    case "properties":
      guard case .object(let object) = value else { return [] }
      return object.members.flatMap { member -> [String] in
        guard let rule = rule[member.name] else {
          return schema["additionalProperties"] == nil ? ["\(place): \(member.name) is not described"] : []
        }
        return faults(member.value, rule, at: "\(place).\(member.name)")
      }
    case "additionalProperties":
      guard case .object(let object) = value else { return [] }
      let others = object.members.filter { schema["properties"]?[$0.name] == nil }
      if rule == .bool(false) { return others.map { "\(place): \($0.name) is not allowed" } }
      return others.flatMap { faults($0.value, rule, at: "\(place).\($0.name)") }
    default: return ["\(place): the validator does not know the keyword \(keyword)"]
    }
  }

  private func matches(_ text: String, _ pattern: String) -> Bool {
    let all = NSRange(text.startIndex..., in: text)
    return (try? NSRegularExpression(pattern: pattern))?.firstMatch(in: text, range: all) != nil
  }

  private func hasFormat(_ text: String, _ format: String) -> Bool {
    switch format {
    case "date": matches(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    case "date-time": matches(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$")
    case "uri-reference": URL(string: text) != nil
    default: false
    }
  }
}

extension JSONValue {
  subscript(name: String) -> JSONValue? {
    guard case .object(let object) = self else { return nil }
    return object[name]
  }

  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  var array: [JSONValue]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  var members: [JSONObject.Member] {
    guard case .object(let object) = self else { return [] }
    return object.members
  }

  fileprivate var integer: Int { Int(number ?? -1) }

  fileprivate func isOf(type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
      (.object, "object"):
      true
    case (.number(let number), "integer"): number == number.rounded()
    default: false
    }
  }
}
