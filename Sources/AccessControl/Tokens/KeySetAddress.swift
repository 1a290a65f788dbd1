internal import Foundation

/// Where an identity provider's key set is fetched: `https`, or `http` on this machine; without a user, a fragment or blanks.
public struct KeySetAddress: Sendable, Hashable {
  public let url: String

  /// - Returns: `nil` for anything else.
  public init?(_ text: String) {
    guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.user == nil,
      parts.password == nil, parts.fragment == nil
    else { return nil }
    switch parts.scheme {
    case "https": break
    case "http": guard ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) else { return nil }
    default: return nil
    }
    url = text
  }
}
