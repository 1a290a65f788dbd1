import HTTPServing
import JSONDocuments

extension HTTPRequest {
  /// The body as a value of `type`, with `snake_case` names; fields unknown to the type are refused.
  ///
  /// - Throws: 400 with the line and column of malformed text, or the path of the field at fault.
  func document<Value: Decodable>(_ type: Value.Type) throws(ProblemDetails) -> Value {
    let value = try bodyValue()
    do throws(JSONError) {
      return try CanonicalJSON.decode(type, from: value)
    } catch {
      throw .json(error)
    }
  }

  /// The body as JSON.
  func bodyValue() throws(ProblemDetails) -> JSONValue {
    guard !body.isEmpty else { throw .emptyBody }
    do throws(JSONError) {
      return try JSONDocument.parse(body)
    } catch {
      throw .json(error)
    }
  }
}

extension ProblemDetails {
  static let emptyBody = invalidBody([
    FieldError(field: "body", message: "is empty", fix: "send a JSON document")
  ])

  static func json(_ error: JSONError) -> ProblemDetails {
    let field = error.path.flatMap { $0.isEmpty ? nil : $0 } ?? "body"
    guard let location = error.location else {
      return .invalidBody([FieldError(field: field, sentence: error.message)])
    }
    return .invalidBody([
      FieldError(
        field: field, message: "line \(location.line), column \(location.column): \(error.message)",
        fix: "send one well-formed JSON document in UTF-8")
    ])
  }
}

extension String {
  /// Whether the text can be stored and shown: `length` characters at most, none of them a control character.
  func isPlainText(upTo length: Int) -> Bool {
    unicodeScalars.count <= length && unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }
}
