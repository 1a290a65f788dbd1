private import Foundation

/// JSON bodies through `Codable`, for requests and answers of moderate size.
///
/// Dates are ISO 8601 with seconds; keys are written sorted, so equal values give equal bytes. Pages of
/// results are written by the services themselves and sent with ``HTTPResponse/json(rendered:status:headers:)``.
public enum JSONBody {
  /// - Throws: `EncodingError`, among others for a number that is not finite.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return Array(try encoder.encode(value))
  }

  /// A value of `type` from JSON text.
  ///
  /// - Parameter fields: the members the top-level object may have; others are refused, so that a misspelt
  ///   optional field is not ignored. `nil` accepts any.
  /// - Throws: 400 naming the path of the field at fault and what to send instead.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], refusingFieldsOutside fields: Set<String>? = nil
  ) throws(ProblemDetails) -> Value {
    guard !bytes.isEmpty else {
      throw .invalidBody([.init(field: "body", message: "is empty", fix: "send a JSON document")])
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom(date)
    let data = Data(bytes)
    do {
      if let fields {
        let unknown = try decoder.decode(MemberNames.self, from: data).names.subtracting(fields)
        guard unknown.isEmpty else {
          let known = fields.sorted().joined(separator: ", ")
          throw ProblemDetails.invalidBody(
            unknown.sorted().map {
              .init(field: $0, message: "is not a field of this request", fix: "use one of: \(known)")
            })
        }
      }
      return try decoder.decode(type, from: data)
    } catch let problem as ProblemDetails {
      throw problem
    } catch let error as DecodingError {
      throw .invalidBody([fieldError(error)])
    } catch {
      throw .invalidBody([.init(field: "body", message: "cannot be read", fix: "send a JSON document")])
    }
  }

  /// Foundation's own ISO 8601 strategy leaves the field's name out of its error.
  private static func date(from decoder: any Decoder) throws -> Date {
    let container = try decoder.singleValueContainer()
    guard let date = try? Date(container.decode(String.self), strategy: .iso8601) else {
      throw DecodingError.typeMismatch(
        Date.self, .init(codingPath: container.codingPath, debugDescription: "not a date and time"))
    }
    return date
  }

  private static func fieldError(_ error: DecodingError) -> ProblemDetails.FieldError {
    switch error {
    case .keyNotFound(let key, let context):
      .init(
        field: path(context.codingPath + [key]), message: "is missing",
        fix: "add the field \"\(key.stringValue)\"")
    case .valueNotFound(let type, let context):
      .init(
        field: path(context.codingPath), message: "is null or missing",
        fix: "send \(expectation(of: type))")
    case .typeMismatch(let type, let context):
      .init(
        field: path(context.codingPath), message: "has the wrong type or form",
        fix: "send \(expectation(of: type))")
    case .dataCorrupted(let context):
      if context.codingPath.isEmpty {
        .init(field: "body", message: "is not well-formed JSON", fix: "send one valid UTF-8 JSON document")
      } else {
        // The description comes from the type's own decoding and says what it wants.
        .init(
          field: path(context.codingPath), message: "is not valid", fix: context.debugDescription)
      }
    @unknown default:
      .init(field: "body", message: "cannot be read", fix: "send a JSON document of this operation's form")
    }
  }

  /// `positions[3].face`; `body` for the document itself.
  private static func path(_ keys: [any CodingKey]) -> String {
    var text = ""
    for key in keys {
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    return text.isEmpty ? "body" : text
  }

  private static func expectation(of type: any Any.Type) -> String {
    if type == String.self {
      "a string"
    } else if type == Bool.self {
      "true or false"
    } else if type == Double.self || type == Float.self || type == Decimal.self {
      "a number"
    } else if type is any BinaryInteger.Type {
      "a whole number"
    } else if type == Date.self {
      "a date and time such as \"2026-11-20T17:00:00Z\""
    } else if type is any JSONArray.Type {
      "an array"
    } else {
      "an object"
    }
  }
}

/// The names of the members of a JSON object.
private struct MemberNames: Decodable {
  let names: Set<String>

  init(from decoder: any Decoder) throws {
    names = Set(try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue))
  }

  struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      nil
    }
  }
}

private protocol JSONArray {}
extension Array: JSONArray {}

extension HTTPRequest {
  /// The body as a value of `type`; see ``JSONBody/decode(_:from:refusingFieldsOutside:)``.
  public func json<Value: Decodable>(
    _ type: Value.Type, refusingFieldsOutside fields: Set<String>? = nil
  ) throws(ProblemDetails) -> Value {
    try JSONBody.decode(type, from: body, refusingFieldsOutside: fields)
  }
}
