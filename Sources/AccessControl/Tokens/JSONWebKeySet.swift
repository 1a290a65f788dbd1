internal import JSONDocuments

/// The keys of an identity provider, RFC 7517 section 5.
public struct JSONWebKeySet: Sendable {
  public let keys: [JSONWebKey]

  /// Why a key set is not taken.
  public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// The set of a JSON text. Keys that are not for verifying RS256, ES256 or EdDSA are left out.
  ///
  /// - Throws: `Fault` that names the key.
  public init(json: [UInt8]) throws(Fault) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONDocument.parse(json)
    } catch {
      throw Fault(description: "the key set is not well-formed JSON: \(error)")
    }
    guard case .object(let set) = value, case .array(let values)? = set["keys"] else {
      throw Fault(description: "the key set has no array 'keys'")
    }
    var keys: [JSONWebKey] = []
    for (index, value) in values.enumerated() {
      do throws(JSONWebKey.Fault) {
        if let key = try JSONWebKey(value) { keys.append(key) }
      } catch {
        throw Fault(description: "keys[\(index)] \(error)")
      }
    }
    guard !keys.isEmpty else {
      throw Fault(description: "the key set has no key for RS256, ES256 or EdDSA")
    }
    let names = keys.compactMap(\.id)
    guard Set(names).count == names.count else { throw Fault(description: "two keys have one 'kid'") }
    self.keys = keys
  }

  init(keys: [JSONWebKey]) { self.keys = keys }

  /// The key that a token names; without a name, the only key there is.
  func key(named id: String?) -> JSONWebKey? {
    guard let id else { return keys.count == 1 ? keys[0] : nil }
    return keys.first { $0.id == id }
  }
}
