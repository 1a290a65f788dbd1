import HTTPServing
import JSONDocuments

/// One page of a listing.
struct Page<Item: Encodable>: Encodable {
  let items: [Item]
  /// Asks for the next page; `nil` on the last.
  let nextCursor: String?
}

extension HTTPHeaders {
  /// For answers with an entity tag: a client keeps them and asks each time whether they still hold.
  static let revalidated: HTTPHeaders = ["Cache-Control": "private, no-cache"]
}

extension HTTPResponse {
  /// The same answer with a tag made from its content.
  func taggedByContent() -> HTTPResponse {
    guard case .bytes(let bytes) = body else { return self }
    return tagged(EntityTag(hashing: bytes))
  }

  /// A value with `snake_case` names.
  static func document(
    _ value: some Encodable, status: HTTPStatus = .ok, headers: HTTPHeaders = [:]
  ) throws -> HTTPResponse {
    .json(rendered: try CanonicalJSON.encodeBytes(value), status: status, headers: headers)
  }
}

extension HTTPResponse {
  /// A page of what was found, which is one row more than `limit` where there is more.
  ///
  /// - Parameter isShown: Which of them the principal may see; a page may hold fewer than `limit` then.
  static func page<Row, View: Encodable>(
    _ found: [Row], limit: Int, listing: [String], key: (Row) -> [String],
    isShown: (Row) -> Bool = { _ in true }, view: (Row) throws -> View
  ) throws -> HTTPResponse {
    let rows = found.prefix(limit)
    let next = found.count > limit ? rows.last.map { PageCursor.word(key($0), listing: listing) } : nil
    return try .document(Page(items: try rows.filter(isShown).map(view), nextCursor: next))
  }
}
