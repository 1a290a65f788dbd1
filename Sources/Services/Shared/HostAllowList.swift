import HTTPServing

/// The names under which a service may be addressed.
///
/// A web page can have its own name resolve to 127.0.0.1 and then talk to a service here as if it were the page's own
/// server (DNS rebinding). Its requests still carry the page's name in `Host`, so those are refused, as are writes that
/// a browser says come from another origin.
struct HostAllowList: Sendable {
  private let names: Set<String>

  private static let loopbackNames: Set = ["localhost", "127.0.0.1", "[::1]"]

  /// - Parameter names: Host names and addresses beside the loopback ones.
  init(_ names: [String] = []) {
    self.names = HostAllowList.loopbackNames.union(names.map { HostAllowList.canonical($0) })
  }

  /// The route, refusing requests addressed to other names.
  func guarding(_ route: Route) -> Route {
    route.wrapped { request, handler in
      try check(request, isWrite: route.isWrite)
      return try handler(request)
    }
  }

  /// Whether the authority of a request names the machine itself.
  static func isLoopback(authority: String) -> Bool { loopbackNames.contains(name(ofAuthority: authority)) }

  func check(_ request: HTTPRequest, isWrite: Bool) throws(ProblemDetails) {
    guard let host = request.headers["Host"], names.contains(HostAllowList.name(ofAuthority: host)) else {
      throw ProblemDetails(
        status: HTTPStatus(rawValue: 421), kind: "unknown-host", title: "Unknown host",
        detail: "This server does not answer to the name in the Host field. "
          + "Address it as localhost, or start it with --host NAME.")
    }
    guard isWrite, let origin = request.headers["Origin"] else { return }
    let parts = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, names.contains(HostAllowList.name(ofAuthority: String(parts[2]))) else {
      throw ProblemDetails(
        status: .forbidden, kind: "cross-origin", title: "Cross-origin write refused",
        detail: "A web page of another origin may not change anything here.")
    }
  }

  /// The host of `host:port`; an IPv6 address keeps its brackets.
  private static func name(ofAuthority authority: String) -> String {
    let name: Substring
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      name = authority[...end]
    } else {
      name = authority[..<(authority.firstIndex(of: ":") ?? authority.endIndex)]
    }
    return canonical(String(name))
  }

  private static func canonical(_ name: String) -> String {
    // A name may be written absolute, with a dot at its end.
    let lower = name.lowercased()
    if lower.contains(":"), !lower.hasPrefix("[") { return "[\(lower)]" }
    return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
  }
}
