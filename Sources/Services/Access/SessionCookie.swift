import AccessControl
import HTTPServing
import PostgresStore

/// The cookie that holds a browser's session (RFC 6265bis): unseen by scripts, sent to this site's own requests only.
///
/// Over https its name begins with `__Host-`, so that browsers take it from this very host alone, and it is never sent in
/// the clear. On the loopback address, which needs no https, it has a plain name.
enum SessionCookie {
  private static let secureName = "__Host-tenor_session"
  private static let loopbackName = "tenor_session"

  /// The session that a request names; `nil` where it names none or several.
  static func token(of request: HTTPRequest) -> SecretToken? {
    let beginning = name(for: request) + "="
    let values = request.headers.values("Cookie").joined(separator: ";").split(separator: ";")
      .map { $0.drop { $0 == " " } }
      .filter { $0.hasPrefix(beginning) }
      .map { $0.dropFirst(beginning.count) }
    return values.count == 1 ? SecretToken(String(values[0])) : nil
  }

  /// The field that begins a session in the browser.
  static func setting(_ token: SecretToken, for request: HTTPRequest) -> String {
    field(token.text, seconds: SessionStore.mostHours * 3_600, for: request)
  }

  /// The field that lets the browser forget its session.
  static func clearing(for request: HTTPRequest) -> String { field("", seconds: 0, for: request) }

  private static func field(_ value: String, seconds: Int, for request: HTTPRequest) -> String {
    let secure = isSecure(request) ? "; Secure" : ""
    return "\(name(for: request))=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(secure)"
  }

  private static func name(for request: HTTPRequest) -> String {
    isSecure(request) ? secureName : loopbackName
  }

  /// Whether the browser reaches the server over https, or must: a password is not asked for in the clear elsewhere than on
  /// this machine. A proxy that says so wrongly makes the cookie stricter, never weaker.
  private static func isSecure(_ request: HTTPRequest) -> Bool {
    request.isEncrypted || request.headers["X-Forwarded-Proto"]?.lowercased() == "https"
      || !HostAllowList.isLoopback(authority: request.headers["Host"] ?? "")
  }
}
