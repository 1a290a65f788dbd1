/// The request target split into decoded path segments and query items, RFC 9112 section 3.2.
struct RequestTarget: Sendable {
  /// The path as sent, still percent-encoded, without the query.
  let rawPath: String
  /// The path's segments, each decoded on its own, so that `%2F` never splits one. Empty for `/`.
  let segments: [String]
  let query: QueryItems
  /// `OPTIONS *` asks about the server, not about a resource.
  let isServerWide: Bool

  /// - Throws: 400 where the target is not an absolute path or absolute URI, or does not decode.
  init(parsing raw: String) throws(ProblemDetails) {
    if raw == "*" {
      rawPath = raw
      segments = []
      query = QueryItems()
      isServerWide = true
      return
    }
    isServerWide = false
    var rest = raw[...]
    // RFC 9112 section 3.2.2: a server must accept the absolute form proxies send.
    for scheme in ["http://", "https://"] where rest.lowercased().hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
      rest = rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest[$0...] } ?? ""
      if !rest.hasPrefix("/") {
        rest = "/" + rest
      }
      break
    }
    guard rest.hasPrefix("/") else {
      throw ProblemDetails(
        status: .badRequest, kind: "bad-target", title: "Bad request target",
        detail: "The request target must be a path that starts with \"/\".")
    }
    let pathEnd = rest.firstIndex(of: "?") ?? rest.endIndex
    rawPath = String(rest[..<pathEnd])
    if rawPath == "/" {
      segments = []
    } else {
      var decoded: [String] = []
      for segment in rest[..<pathEnd].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
        decoded.append(try Self.decode(segment, plusIsSpace: false, in: "path"))
      }
      segments = decoded
    }
    var items: [QueryItems.Item] = []
    for pair in rest[pathEnd...].dropFirst().split(separator: "&") {
      let nameEnd = pair.firstIndex(of: "=") ?? pair.endIndex
      let name = try Self.decode(pair[..<nameEnd], plusIsSpace: true, in: "query")
      let value = try Self.decode(pair[nameEnd...].dropFirst(), plusIsSpace: true, in: "query")
      items.append(QueryItems.Item(name: name, value: value))
    }
    query = QueryItems(items)
  }

  private static func decode(
    _ text: Substring, plusIsSpace: Bool, in part: String
  ) throws(ProblemDetails) -> String {
    guard let decoded = PercentDecoding.decode(text.utf8, plusIsSpace: plusIsSpace) else {
      throw ProblemDetails(
        status: .badRequest, kind: "bad-encoding", title: "Bad percent-encoding",
        detail: "The \(part) of the request target does not decode.",
        errors: [
          ProblemDetails.FieldError(
            field: part, message: "has a broken percent escape, a control character or invalid UTF-8",
            fix: "percent-encode the UTF-8 bytes of each reserved character")
        ])
    }
    return decoded
  }
}
