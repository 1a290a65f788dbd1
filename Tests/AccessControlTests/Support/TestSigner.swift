import CCrypto
import Foundation
import JSONDocuments

@testable import AccessControl

/// Signs whatever it is given with the Ed25519 key of RFC 8037 appendix A, as an identity provider or an attacker would.
struct TestSigner {
  static let seed = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
  static let publicKey = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

  /// The key set with this key alone, under the name `k1`.
  static let keys = try! JSONWebKeySet(
    json: Array(#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k1", "x": "\#(publicKey)"}]}"#.utf8))

  static func token(_ header: String, _ payload: String) -> String {
    let signed = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(payload.utf8))"
    return "\(signed).\(Base64URL.encode(signature(of: signed)))"
  }

  static func signature(of text: String) -> [UInt8] {
    let seed = Base64URL.decode(seed)!
    let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
    let context = EVP_MD_CTX_new()
    defer {
      EVP_MD_CTX_free(context)
      EVP_PKEY_free(key)
    }
    var signature = [UInt8](repeating: 0, count: 64)
    var count = signature.count
    precondition(EVP_DigestSignInit(context, nil, nil, nil, key) == 1)
    precondition(EVP_DigestSign(context, &signature, &count, Array(text.utf8), text.utf8.count) == 1)
    return signature
  }

  /// HMAC-SHA-256 of a text, as one who takes a public key for a shared secret would make it.
  static func mac(of text: String, key: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    HMAC(EVP_sha256(), key, Int32(key.count), Array(text.utf8), text.utf8.count, &code, &count)
    return code
  }
}

/// A file of `Goldens`.
func golden(_ name: String) throws -> [UInt8] {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return Array(try Data(contentsOf: folder.appending(path: "Goldens/\(name)")))
}
