internal import CGnuTLS
import Glibc

/// A certificate and its key, made for a test.
public final class TestCertificate {
  public struct Failure: Error {
    public let step: String
    public let code: Int32
  }

  public enum Purpose: Sendable {
    case authority, server, client
  }

  let certificate: gnutls_x509_crt_t
  private let key: gnutls_x509_privkey_t

  /// - Parameters:
  ///   - issuer: Signs it; itself when `nil`.
  ///   - days: From when to when it is valid, counted from now.
  public init(
    _ name: String, _ purpose: Purpose, issuer: TestCertificate? = nil, days: ClosedRange<Int> = -1...2
  ) throws {
    var newKey: gnutls_x509_privkey_t?
    var newCertificate: gnutls_x509_crt_t?
    try Self.check("key", gnutls_x509_privkey_init(&newKey))
    try Self.check("certificate", gnutls_x509_crt_init(&newCertificate))
    (key, certificate) = (newKey!, newCertificate!)
    let curve = UInt32(1) << 31 | UInt32(GNUTLS_ECC_CURVE_SECP256R1.rawValue)
    try Self.check("generate", gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, curve, 0))
    let serial = (0..<16).map { $0 == 0 ? 1 : UInt8.random(in: 0 ... .max) }
    try Self.check("version", gnutls_x509_crt_set_version(certificate, 3))
    try Self.check("serial", gnutls_x509_crt_set_serial(certificate, serial, serial.count))
    try Self.check("name", gnutls_x509_crt_set_dn(certificate, "CN=\(name),O=Tenor tests", nil))
    try Self.check("set key", gnutls_x509_crt_set_key(certificate, key))
    let now = time(nil)
    gnutls_x509_crt_set_activation_time(certificate, now + days.lowerBound * 86_400)
    gnutls_x509_crt_set_expiration_time(certificate, now + days.upperBound * 86_400)
    try Self.check(
      "constraints", gnutls_x509_crt_set_basic_constraints(certificate, purpose == .authority ? 1 : 0, -1))
    switch purpose {
    case .authority:
      try Self.check("usage", gnutls_x509_crt_set_key_usage(certificate, UInt32(GNUTLS_KEY_KEY_CERT_SIGN)))
    case .server:
      try Self.check("purpose", gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_SERVER, 0))
      try Self.check(
        "host", gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME, "localhost", 9, 0))
    case .client:
      try Self.check("purpose", gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_CLIENT, 0))
    }
    try Self.check(
      "sign",
      gnutls_x509_crt_sign2(
        certificate, issuer?.certificate ?? certificate, issuer?.key ?? key, GNUTLS_DIG_SHA256, 0))
  }

  deinit {
    gnutls_x509_crt_deinit(certificate)
    gnutls_x509_privkey_deinit(key)
  }

  public var certificatePEM: [UInt8] {
    get throws { try pem { gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &$0) } }
  }

  public var keyPEM: [UInt8] {
    get throws { try pem { gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &$0) } }
  }

  private func pem(_ export: (inout gnutls_datum_t) -> Int32) throws -> [UInt8] {
    var datum = gnutls_datum_t()
    try Self.check("export", export(&datum))
    defer { free(datum.data) }
    return Array(UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
  }

  static func check(_ step: String, _ code: Int32) throws {
    guard code >= 0 else { throw Failure(step: step, code: code) }
  }
}
