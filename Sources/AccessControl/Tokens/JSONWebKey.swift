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
    let (n, e) = (withoutZeros(modulus), withoutZeros(exponent))
    let bits = n.count * 8 - (n.first?.leadingZeroBitCount ?? 0)
    guard rsaBits.contains(bits) else {
      throw Fault("has \(bits) bits; \(rsaBits.lowerBound) to \(rsaBits.upperBound) are taken")
    }
    // FIPS 186-5 section 5.1 asks for an odd exponent above 2^16; all that are in use are short.
    guard (3...8).contains(e.count), e[e.count - 1] & 1 == 1, n[n.count - 1] & 1 == 1 else {
      throw Fault("has an exponent or modulus that is not safe; use 65537")
    }
    let rsaEncryption: [UInt8] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1, 5, 0]
    return key(rsaEncryption, der(sequence, integer(n) + integer(e)))
  }

  /// `nil` for a point that is not on the curve.
  private static func p256(point: [UInt8]) -> OpaquePointer? {
    let publicKeyOnPrime256v1: [UInt8] = [
      6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7,
    ]
    guard let made = key(publicKeyOnPrime256v1, point) else { return nil }
    let context = EVP_PKEY_CTX_new_from_pkey(nil, made, nil)
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_public_check(context) == 1 else {
      EVP_PKEY_free(made)
      return nil
    }
    return made
  }

  /// A key of OpenSSL's, read from a SubjectPublicKeyInfo (RFC 5280 section 4.1) of an algorithm and its bits.
  private static func key(_ algorithm: [UInt8], _ bits: [UInt8]) -> OpaquePointer? {
    let information = der(sequence, der(sequence, algorithm) + der(bitString, [0] + bits))
    return information.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return d2i_PUBKEY(nil, &start, buffer.count)
    }
  }

  // Tags of DER (X.690).
  private static let sequence: UInt8 = 0x30
  private static let bitString: UInt8 = 0x03
  private static let integerTag: UInt8 = 0x02

  private static func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
    let length = withoutZeros(withUnsafeBytes(of: content.count.bigEndian) { Array($0) })
    return [tag, 0x80 | UInt8(length.count)] + length + content
  }

  /// A number above zero, in bytes without leading zeros.
  private static func integer(_ bytes: [UInt8]) -> [UInt8] {
    der(integerTag, bytes[0] & 0x80 == 0 ? bytes : [0] + bytes)
  }

  private static func withoutZeros(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.drop { $0 == 0 }) }
}
