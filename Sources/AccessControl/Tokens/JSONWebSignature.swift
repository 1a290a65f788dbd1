internal import JSONDocuments

/// A signed text in the compact form of RFC 7515, verified.
struct JSONWebSignature {
  /// The `typ` of its header.
  let type: String?
  let payload: [UInt8]

  private static let mostBytes = 16 * 1024

  /// Verifies a text; nothing of its payload is looked at before.
  ///
  /// - Throws: `TokenFault` unless one of `keys` has signed it.
  init(_ text: String, keys: JSONWebKeySet) throws(TokenFault) {
    guard text.utf8.count <= Self.mostBytes else { throw .malformed("it is longer than 16 KiB") }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .malformed("it has not three parts") }
    guard let headerBytes = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
      let signature = Base64URL.decode(parts[2])
    else { throw .malformed("a part is not base64url") }
    // Repeated names are refused by the parser (RFC 8725 section 2.4).
    guard let value = try? JSONDocument.parse(headerBytes), case .object(let header) = value else {
      throw .malformed("its header is not a JSON object")
    }
    // No extension is understood here, so one that must be understood is refused (RFC 7515 section 4.1.11).
    guard header["crit"] == nil, header["b64"] == nil else {
      throw .malformed("its header asks for extensions")
    }
    guard case .string(let algorithm)? = header["alg"] else { throw .malformed("its header has no 'alg'") }
    let id = try Self.text(header, "kid")
    type = try Self.text(header, "typ")
    guard let key = keys.key(named: id) else { throw .unknownKey }
    // What the header says is compared with the key, not obeyed; keys that it brings along are not looked at.
    guard algorithm == key.algorithm.rawValue else { throw .wrongAlgorithm }
    guard key.verifies(signature, of: Array("\(parts[0]).\(parts[1])".utf8)) else { throw .badSignature }
    self.payload = payload
  }

  private static func text(_ header: JSONObject, _ name: String) throws(TokenFault) -> String? {
    switch header[name] {
    case nil: return nil
    case .string(let text)?: return text
    default: throw .malformed("its header's '\(name)' is not a string")
    }
  }
}
