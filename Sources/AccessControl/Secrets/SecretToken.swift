internal import CCrypto
internal import JSONDocuments

/// 256 random bits that prove who holds them, such as a browser's session. Only their hash is ever stored.
///
/// A hash without salt or stretching is enough: nobody guesses 256 bits.
public struct SecretToken: Sendable {
  /// 43 characters of base64url.
  public let text: String

  private static let byteCount = 32

  /// A new one.
  public init(using generator: inout some RandomNumberGenerator) {
    text = Base64URL.encode(RandomBytes.make(Self.byteCount, using: &generator))
  }

  /// One that a client sent; `nil` where it has not the form of one.
  public init?(_ text: String) {
    guard Base64URL.decode(text)?.count == Self.byteCount else { return nil }
    self.text = text
  }

  /// SHA-256 of the text, as 64 hexadecimal digits.
  public var hash: String { ContentHash.sha256Hex(text) }

  /// Proves knowledge of this token to pages of the same site without giving it away: HMAC-SHA-256 under it.
  public func derived(for purpose: String) -> String {
    var code = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    let (key, message) = (Array(text.utf8), Array(purpose.utf8))
    let made = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, &count)
    precondition(made != nil && count == 32, "HMAC-SHA-256 is always available")
    return Base64URL.encode(code)
  }
}

/// Random bytes from a generator of the caller's; secrets take the system's.
enum RandomBytes {
  static func make(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<count).map { _ in .random(in: 0...255, using: &generator) }
  }
}

/// Comparison of secrets.
public enum ConstantTime {
  /// Whether two texts are equal, in a time that depends on their lengths alone.
  public static func equal(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    return left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
  }
}
