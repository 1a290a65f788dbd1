private import CCrypto

/// A strong entity tag, RFC 9110 section 8.8.3: equal tags mean equal bytes.
public struct EntityTag: Sendable, Equatable {
  /// The tag without its quotes.
  public let opaque: String

  /// A tag from an identifier that changes whenever the representation does, such as a content hash.
  ///
  /// - Precondition: visible ASCII without `"`.
  public init(opaque: String) {
    precondition(
      opaque.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") },
      "an entity tag holds visible ASCII without quotes")
    self.opaque = opaque
  }

  /// A tag from the SHA-256 of the representation.
  public init(hashing bytes: [UInt8]) {
    var digest = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    let hashed = EVP_Digest(bytes, bytes.count, &digest, &count, EVP_sha256(), nil)
    precondition(hashed == 1 && count == 32, "SHA-256 is always available")
    let digits = Array("0123456789abcdef".utf8)
    opaque = String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  public var headerValue: String { "\"\(opaque)\"" }

  /// Whether an `If-None-Match` value names a tag, by the weak comparison of RFC 9110 section 13.1.2.
  static func isNamed(_ headerValue: String, in ifNoneMatch: String) -> Bool {
    var rest = ifNoneMatch[...]
    func skip(_ characters: String) {
      rest = rest.drop { characters.contains($0) }
    }
    skip(" \t")
    if rest == "*" {
      return true
    }
    while !rest.isEmpty {
      skip(" \t,")
      if rest.hasPrefix("W/") {
        rest = rest.dropFirst(2)
      }
      guard rest.hasPrefix("\""), let end = rest.dropFirst().firstIndex(of: "\"") else { return false }
      if rest[...end] == headerValue {
        return true
      }
      rest = rest[rest.index(after: end)...]
    }
    return false
  }
}
