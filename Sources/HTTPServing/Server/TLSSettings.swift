private import CHTTPSupport

/// The certificate and key by which a server proves who it is, and whose clients it serves.
///
/// Only TLS 1.3 is spoken, with AES-GCM or ChaCha20-Poly1305 and ephemeral keys on X25519, P-256 or P-384; no early data.
/// Texts are kept for as long as the server runs and wiped afterwards.
public final class TLSSettings: @unchecked Sendable {
  /// GnuTLS's words for the above.
  private static let strong =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM"
    + ":-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:%SERVER_PRECEDENCE"

  /// Ended by a zero each. Never written after `init`.
  let certificate: UnsafeMutableBufferPointer<CChar>
  let key: UnsafeMutableBufferPointer<CChar>
  let clientAuthorities: UnsafeMutableBufferPointer<CChar>?
  let priorities = text(Array(strong.utf8))

  /// - Parameters:
  ///   - certificate: PEM, the server's own first, then those that lead to a root.
  ///   - key: PEM, without a password.
  ///   - clientAuthorities: PEM. When given, every client must show a certificate for clients that one of these signed.
  /// - Throws: What cannot be used, and why.
  public init(certificate: [UInt8], key: [UInt8], clientAuthorities: [UInt8]? = nil) throws(TLSError) {
    self.certificate = Self.text(certificate)
    self.key = Self.text(key)
    self.clientAuthorities = clientAuthorities.map { Self.text($0) }
    let code = tenor_tls_check_identity(self.certificate.baseAddress, self.key.baseAddress)
    guard code >= 0 else { throw .unusableIdentity(Self.message(code)) }
    guard let authorities = self.clientAuthorities else { return }
    let count = tenor_tls_check_authorities(authorities.baseAddress)
    guard count > 0 else {
      throw .unusableAuthorities(count == 0 ? "it holds no certificate" : Self.message(count))
    }
  }

  deinit {
    for text in [certificate, key, clientAuthorities, priorities].compactMap(\.self) {
      for index in text.indices { text[index] = 0 }
      text.deallocate()
    }
  }

  private static func text(_ bytes: [UInt8]) -> UnsafeMutableBufferPointer<CChar> {
    let text = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count + 1)
    _ = text.initialize(from: bytes.map { CChar(bitPattern: $0) } + [0])
    return text
  }

  private static func message(_ code: Int32) -> String {
    tenor_tls_message(code).map { String(cString: $0) } ?? "code \(code)"
  }
}

/// Why TLS cannot be spoken with what was given.
public enum TLSError: Error, Sendable, Hashable, CustomStringConvertible {
  case unusableIdentity(String)
  case unusableAuthorities(String)

  public var description: String {
    switch self {
    case .unusableIdentity(let reason):
      "the TLS certificate and key cannot be used: \(reason); give a PEM certificate chain, the server's own first, and "
        + "its PEM key without a password"
    case .unusableAuthorities(let reason):
      "the client authorities cannot be used: \(reason); give PEM certificates"
    }
  }
}
