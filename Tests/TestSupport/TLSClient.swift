internal import CGnuTLS
import Glibc

/// A TLS client of one connection that says what a test wants, over the versions that it wants.
public final class TLSClient {
  private let session: gnutls_session_t
  private let credentials: gnutls_certificate_credentials_t
  private let descriptor: Int32

  /// Connects and shakes hands.
  ///
  /// - Throws: `TestCertificate.Failure` when the handshake fails.
  public init(
    port: UInt16, trusting authority: TestCertificate, as identity: TestCertificate? = nil,
    version: String = "TLS1.3"
  ) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // Generous: machines are busy.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var newSession: gnutls_session_t?
    var newCredentials: gnutls_certificate_credentials_t?
    gnutls_init(&newSession, UInt32(GNUTLS_CLIENT) | UInt32(GNUTLS_NO_SIGNAL.rawValue))
    gnutls_certificate_allocate_credentials(&newCredentials)
    self.descriptor = descriptor
    session = newSession!
    credentials = newCredentials!
    guard connected == 0 else { throw TestCertificate.Failure(step: "connect", code: -errno) }
    try TestCertificate.check(
      "trust",
      Self.datum(authority.certificatePEM) {
        gnutls_certificate_set_x509_trust_mem(credentials, $0, GNUTLS_X509_FMT_PEM)
      })
    if let identity {
      try TestCertificate.check(
        "identity",
        Self.datum(identity.certificatePEM) { certificate in
          try Self.datum(identity.keyPEM) { key in
            gnutls_certificate_set_x509_key_mem(credentials, certificate, key, GNUTLS_X509_FMT_PEM)
          }
        })
      // Shown whatever authorities the server names: refusing it is the server's part.
      gnutls_certificate_set_flags(credentials, 0)
    }
    try TestCertificate.check(
      "versions", gnutls_priority_set_direct(session, "NORMAL:-VERS-ALL:+VERS-\(version)", nil))
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials))
    gnutls_session_set_verify_cert(session, "localhost", 0)
    gnutls_transport_set_int2(session, descriptor, descriptor)
    var code: Int32
    repeat { code = gnutls_handshake(session) } while code < 0 && gnutls_error_is_fatal(code) == 0
    try TestCertificate.check("handshake", code)
  }

  deinit {
    gnutls_deinit(session)
    gnutls_certificate_free_credentials(credentials)
    close(descriptor)
  }

  public var version: String {
    String(cString: gnutls_protocol_get_name(gnutls_protocol_get_version(session)))
  }

  /// - Returns: Whether the connection still took the bytes.
  @discardableResult
  public func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { gnutls_record_send(session, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Everything until the connection ends, however it does; `nil` where it does not within twenty seconds.
  public func readAll() -> String? {
    var received: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = gnutls_record_recv(session, &piece, piece.count)
      if count > 0 {
        received += piece[..<count]
      } else if count == Int(GNUTLS_E_AGAIN) {
        return nil
      } else if count == 0 || gnutls_error_is_fatal(Int32(count)) != 0 {
        return String(decoding: received, as: UTF8.self)
      }
    }
  }

  private static func datum<Result>(
    _ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) throws -> Result
  ) rethrows -> Result {
    var bytes = bytes
    return try bytes.withUnsafeMutableBufferPointer { buffer in
      var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
      return try body(&datum)
    }
  }
}
