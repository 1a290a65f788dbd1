/// A key with which a program signs in: `tnr_<id>_<secret>`.
///
/// The id, 16 hexadecimal digits, is public and finds the key; the secret, 256 random bits in base64url, proves it. The
/// fixed beginning lets scanners of source code and logs find a key that has leaked.
public struct APIKey: Sendable {
  public let id: String
  private let secret: SecretToken

  static let prefix = "tnr_"
  private static let idDigits = 16

  /// A new one.
  public init(using generator: inout some RandomNumberGenerator) {
    let digits = Array("0123456789abcdef")
    id = String((0..<Self.idDigits).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
    secret = SecretToken(using: &generator)
  }

  /// One that a client sent; `nil` where it has not the form of one.
  public init?(_ text: some StringProtocol) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let rest = text.dropFirst(Self.prefix.count)
    guard let cut = rest.firstIndex(of: "_") else { return nil }
    let id = rest[..<cut]
    guard APIKey.isID(id), let secret = SecretToken(String(rest[rest.index(after: cut)...])) else {
      return nil
    }
    self.id = String(id)
    self.secret = secret
  }

  /// Whether a text has the form of a key's public part.
  public static func isID(_ text: some StringProtocol) -> Bool {
    text.utf8.count == idDigits
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }

  /// The whole key, to be shown once to who asked for it.
  public var text: String { "\(Self.prefix)\(id)_\(secret.text)" }

  /// SHA-256 of the secret, as 64 hexadecimal digits.
  public var secretHash: String { secret.hash }
}
