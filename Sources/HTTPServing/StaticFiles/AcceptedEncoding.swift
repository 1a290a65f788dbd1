/// What an `Accept-Encoding` value allows, RFC 9110 section 12.5.3.
enum AcceptedEncoding {
  /// Whether gzip is accepted: named, or covered by `*`, and not with a weight of zero.
  static func allowsGzip(_ headerValue: String) -> Bool {
    var wildcard = false
    for item in headerValue.split(separator: ",") {
      let parts = item.split(separator: ";").map { $0.trimmingBlanks().lowercased() }
      guard let coding = parts.first else { continue }
      let isAccepted = !parts.dropFirst().contains { isZeroWeight($0) }
      if coding == "gzip" || coding == "x-gzip" { return isAccepted }
      if coding == "*" { wildcard = isAccepted }
    }
    return wildcard
  }

  private static func isZeroWeight(_ parameter: String) -> Bool {
    guard parameter.hasPrefix("q=") else { return false }
    return Double(parameter.dropFirst(2)) == 0
  }
}
