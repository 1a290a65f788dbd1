/// Finds the route of a request.
///
/// A literal segment is preferred to a parameter, left to right, and a path that fits is a resource of its own, with its own
/// methods (OpenAPI 3.1, Paths Object). `HEAD` is answered by the `GET` route and
/// `OPTIONS` by the router, unless a route names them.
public struct Router: Sendable {
  /// Every route, for the check against the OpenAPI document.
  public let routes: [Route]
  private let byLength: [Int: [Route]]
  private let fallback: Route?

  /// - Parameter fallback: answers `GET` and `HEAD` of every path that no route has, whatever its own path.
  /// - Precondition: no two routes share method and shape of path; operation identifiers differ.
  public init(_ routes: [Route], fallback: Route? = nil) {
    var seen: Set<[String?]> = []
    var operations: Set<String> = []
    for route in routes {
      precondition(
        seen.insert([route.method.rawValue] + route.path.shape).inserted,
        "two routes answer \(route.method.rawValue) \(route.path)")
      precondition(
        operations.insert(route.operationID).inserted, "two routes are named \(route.operationID)")
    }
    self.routes = routes
    self.fallback = fallback
    byLength = Dictionary(grouping: routes) { $0.path.segments.count }
      .mapValues { $0.sorted { $0.path.isMoreSpecific(than: $1.path) } }
  }

  enum Match {
    case route(Route, parameters: [String: String])
    /// The path exists; these are its methods, in the form of an `Allow` value.
    case options(allow: String)
    case methodNotAllowed(allow: String)
    case notFound
  }

  func match(_ method: HTTPMethod, _ target: RequestTarget) -> Match {
    if target.isServerWide {
      let allow = Self.allow(routes)
      return method == .options ? .options(allow: allow) : .methodNotAllowed(allow: "OPTIONS")
    }
    let fitting = (byLength[target.segments.count] ?? []).compactMap { route in
      route.path.match(target.segments).map { (route: route, parameters: $0) }
    }
    // The most specific come first.
    let candidates = fitting.filter { $0.route.path.shape == fitting[0].route.path.shape }
    guard !candidates.isEmpty else {
      guard let fallback, method == .get || method == .head else { return .notFound }
      return .route(fallback, parameters: [:])
    }
    let wanted =
      candidates.first { $0.route.method == method }
      ?? (method == .head ? candidates.first { $0.route.method == .get } : nil)
    if let wanted {
      return .route(wanted.route, parameters: wanted.parameters)
    }
    let allow = Self.allow(candidates.map(\.route))
    return method == .options ? .options(allow: allow) : .methodNotAllowed(allow: allow)
  }

  private static func allow(_ routes: [Route]) -> String {
    var methods = Set(routes.map(\.method))
    if methods.contains(.get) {
      methods.insert(.head)
    }
    methods.insert(.options)
    return methods.map(\.rawValue).sorted().joined(separator: ", ")
  }
}
