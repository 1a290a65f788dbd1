internal import CCrypto
public import JSONDocuments

/// A public key that verifies signatures, with the one algorithm it is for.
///
/// The algorithm belongs to the key, never to the token (RFC 8725 section 3.1), so a token cannot choose how it is
/// checked.
public final class JSONWebKey: @unchecked Sendable {
  /// A way to sign, RFC 7518 section 3.1 and RFC 8037 section 3.1.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// RSA, PKCS #1 version 1.5, SHA-256.
    case rs256 = "RS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// Ed25519.
    case edDSA = "EdDSA"
  }

  /// Why a key is not taken.
  public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
  }

  /// The `kid`; `nil` where the key has none.
  public let id: String?
  public let algorithm: Algorithm
  /// Never changed once made; OpenSSL counts its references with atomic operations.
  private let handle: OpaquePointer

  private static let rsaBits = 2048...8192
  private static let coordinateBytes = 32

  /// A key of a key set, RFC 7517.
  ///
  /// - Returns: `nil` for a kind of key or a use that this program has no need of; such keys are to be ignored.
  /// - Throws: `Fault` for one that should not be there or cannot be trusted.
  public init?(_ value: JSONValue) throws(Fault) {
    guard case .object(let members) = value else { throw Fault("is not an object") }
    for secret in ["d", "p", "q", "k"] where members[secret] != nil {
      throw Fault("holds secret material ('\(secret)'); publish the public key alone")
    }
    guard members["use"].map({ $0 == .string("sig") }) ?? true else { return nil }
    if case .array(let operations)? = members["key_ops"], !operations.contains(.string("verify")) {
      return nil
    }
    func bytes(_ name: String) throws(Fault) -> [UInt8] {
      guard case .string(let text)? = members[name], let bytes = Base64URL.decode(text) else {
        throw Fault("has no '\(name)' in base64url")
      }
      return bytes
    }
    let made: (Algorithm, OpaquePointer?)
    switch (members["kty"], members["crv"]) {
    case (.string("RSA"), _):
      made = (.rs256, try Self.rsa(modulus: bytes("n"), exponent: bytes("e")))
    case (.string("EC"), .string("P-256")):
      let (x, y) = (try bytes("x"), try bytes("y"))
      guard x.count == Self.coordinateBytes, y.count == Self.coordinateBytes else {
        throw Fault("has coordinates of another length than \(Self.coordinateBytes) bytes")
      }
      made = (.es256, Self.p256(point: [4] + x + y))
    case (.string("OKP"), .string("Ed25519")):
      let x = try bytes("x")
      made = (.edDSA, EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, x, x.count))
    default: return nil
    }
    guard members["alg"].map({ $0 == .string(made.0.rawValue) }) ?? true else { return nil }
    guard let handle = made.1 else { throw Fault("is no key: OpenSSL refuses it") }
    if case .string(let id)? = members["kid"] { self.id = id } else { id = nil }
    algorithm = made.0
    self.handle = handle
  }

  deinit { EVP_PKEY_free(handle) }

  /// Whether `signature` is of `message` under this key. A signature in another encoding than the algorithm's is none.
  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let context = EVP_MD_CTX_new() else { return false }
    defer { EVP_MD_CTX_free(context) }
    let digest: OpaquePointer?
    let encoded: [UInt8]?
    switch algorithm {
    case .rs256: (digest, encoded) = (EVP_sha256(), signature)
    case .es256: (digest, encoded) = (EVP_sha256(), Self.asn1(signature))
    case .edDSA: (digest, encoded) = (nil, signature)
    }
    guard let encoded, EVP_DigestVerifyInit(context, nil, digest, nil, handle) == 1 else { return false }
    return EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
  }

  /// The two numbers of an ECDSA signature, 32 bytes each (RFC 7518 section 3.4), as OpenSSL reads them.
  private static func asn1(_ signature: [UInt8]) -> [UInt8]? {
    guard signature.count == 2 * coordinateBytes, let pair = ECDSA_SIG_new() else { return nil }
    defer { ECDSA_SIG_free(pair) }
    let number = { (bytes: ArraySlice<UInt8>) in BN_bin2bn(Array(bytes), Int32(bytes.count), nil) }
    guard
      ECDSA_SIG_set0(pair, number(signature[..<coordinateBytes]), number(signature[coordinateBytes...])) == 1
    else { return nil }
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_ECDSA_SIG(pair, &encoded)
    guard count > 0, let encoded else { return nil }
    defer { CRYPTO_free(encoded, nil, 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
  }

  private static func rsa(modulus: [UInt8], exponent: [UInt8]) throws(Fault) -> OpaquePointer? {
    guard let n = BN_bin2bn(modulus, Int32(modulus.count), nil),
      let e = BN_bin2bn(exponent, Int32(exponent.count), nil)
    else { return nil }
    defer {
      BN_free(n)
      BN_free(e)
    }
    guard rsaBits.contains(Int(BN_num_bits(n))) else {
      throw Fault("has \(BN_num_bits(n)) bits; \(rsaBits.lowerBound) to \(rsaBits.upperBound) are taken")
    }
    // FIPS 186-5 section 5.1 asks for an odd exponent above 2^16.
    guard BN_num_bits(e) > 16, BN_num_bits(e) <= 64, BN_is_odd(e) == 1, BN_is_odd(n) == 1 else {
      throw Fault("has an exponent or modulus that is not safe; use 65537")
    }
    return key("RSA") { builder in
      OSSL_PARAM_BLD_push_BN(builder, "n", n) == 1 && OSSL_PARAM_BLD_push_BN(builder, "e", e) == 1
    }
  }

  /// `nil` for a point that is not on the curve.
  private static func p256(point: [UInt8]) -> OpaquePointer? {
    let made = key("EC") { builder in
      OSSL_PARAM_BLD_push_utf8_string(builder, "group", "P-256", 0) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder, "pub", point, point.count) == 1
    }
    guard let made else { return nil }
    let context = EVP_PKEY_CTX_new_from_pkey(nil, made, nil)
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_public_check(context) == 1 else {
      EVP_PKEY_free(made)
      return nil
    }
    return made
  }

  /// A key of OpenSSL's from parameters that `describe` gives.
  private static func key(_ type: String, _ describe: (OpaquePointer) -> Bool) -> OpaquePointer? {
    guard let builder = OSSL_PARAM_BLD_new() else { return nil }
    defer { OSSL_PARAM_BLD_free(builder) }
    guard describe(builder), let parameters = OSSL_PARAM_BLD_to_param(builder) else { return nil }
    defer { OSSL_PARAM_free(parameters) }
    let context = EVP_PKEY_CTX_new_from_name(nil, type, nil)
    defer { EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    guard EVP_PKEY_fromdata_init(context) == 1,
      EVP_PKEY_fromdata(context, &made, publicKeySelection, parameters) == 1
    else { return nil }
    return made
  }

  /// `EVP_PKEY_PUBLIC_KEY`, a macro of macros: all parameters (0x84) and the public key (0x02).
  private static let publicKeySelection: Int32 = 0x86
}
