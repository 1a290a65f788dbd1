import HTTPServing
import JSONDocuments

/// One page of a listing.
struct Page<Item: Encodable>: Encodable {
  let items: [Item]
  /// Asks for the next page; `nil` on the last.
  let nextCursor: String?
}

extension HTTPResponse {
  /// A value with `snake_case` names.
  static func document(
    _ value: some Encodable, status: HTTPStatus = .ok, headers: HTTPHeaders = [:]
  ) throws -> HTTPResponse {
    .json(rendered: try CanonicalJSON.encodeBytes(value), status: status, headers: headers)
  }
}
