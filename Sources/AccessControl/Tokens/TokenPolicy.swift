/// Whose tokens are taken, and how their claims are read.
///
/// As a JSON object with names in `snake_case`; only `issuer`, `audience` and one of `keys_file` and `keys_url` are needed.
public struct TokenPolicy: Sendable, Hashable, Decodable {
  /// The `iss` that a token must have, to the letter.
  public let issuer: String
  /// What must be among a token's `aud`.
  public let audience: String
  /// Where the issuer's keys are.
  public enum Keys: Sendable, Hashable {
    /// A file with the key set, relative to the file of this policy.
    case file(String)
    /// An address from which it is fetched, again after so many seconds (60 to 86,400; 900 by default), with a PEM file of the
    /// authorities that the server's certificate must lead to, those of the system when `nil`.
    case fetched(KeySetAddress, refreshSeconds: Int, authoritiesFile: String?)
  }

  public let keys: Keys
  /// The claim that names the principal; `sub` by default.
  public let nameClaim: String
  /// The claim that names the role, a string or a list with exactly one known role; `tenor_role` by default.
  public let roleClaim: String
  /// The claim that names the portfolio node, where a token has it; `tenor_node` by default.
  public let nodeClaim: String
  /// By how many seconds clocks may differ, 0 to 300; 60 by default.
  public let leewaySeconds: Int
  /// The `typ` that a token's header may have; access tokens (RFC 9068) and `JWT` by default.
  public let types: [String]

  public init(
    issuer: String, audience: String, keys: Keys = .file(""), nameClaim: String = "sub",
    roleClaim: String = "tenor_role", nodeClaim: String = "tenor_node", leewaySeconds: Int = 60,
    types: [String] = ["at+jwt", "JWT"]
  ) {
    self.issuer = issuer
    self.audience = audience
    self.keys = keys
    self.nameClaim = nameClaim
    self.roleClaim = roleClaim
    self.nodeClaim = nodeClaim
    self.leewaySeconds = leewaySeconds
    self.types = types
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let leeway = try values.decodeIfPresent(Int.self, forKey: .leewaySeconds) ?? 60
    guard (0...300).contains(leeway) else {
      throw DecodingError.dataCorruptedError(
        forKey: .leewaySeconds, in: values, debugDescription: "is not 0 to 300 seconds")
    }
    self.init(
      issuer: try values.decode(String.self, forKey: .issuer),
      audience: try values.decode(String.self, forKey: .audience),
      keys: try Self.keys(values),
      nameClaim: try values.decodeIfPresent(String.self, forKey: .nameClaim) ?? "sub",
      roleClaim: try values.decodeIfPresent(String.self, forKey: .roleClaim) ?? "tenor_role",
      nodeClaim: try values.decodeIfPresent(String.self, forKey: .nodeClaim) ?? "tenor_node",
      leewaySeconds: leeway,
      types: try values.decodeIfPresent([String].self, forKey: .types) ?? ["at+jwt", "JWT"])
  }

  private static func keys(_ values: KeyedDecodingContainer<CodingKeys>) throws -> Keys {
    func fault(_ key: CodingKeys, _ text: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: values, debugDescription: text)
    }
    guard let text = try values.decodeIfPresent(String.self, forKey: .keysUrl) else {
      for key in [CodingKeys.keysRefreshSeconds, .keysCaFile] where values.contains(key) {
        throw fault(key, "goes with keys_url")
      }
      return .file(try values.decode(String.self, forKey: .keysFile))
    }
    guard !values.contains(.keysFile) else { throw fault(.keysFile, "is there beside keys_url; give one") }
    guard let address = KeySetAddress(text) else {
      throw fault(
        .keysUrl, "is not an address to fetch keys from: https://host/path, or http://127.0.0.1:port/path")
    }
    let refresh = try values.decodeIfPresent(Int.self, forKey: .keysRefreshSeconds) ?? 900
    guard (60...86_400).contains(refresh) else {
      throw fault(.keysRefreshSeconds, "is not 60 to 86400 seconds")
    }
    return .fetched(
      address, refreshSeconds: refresh,
      authoritiesFile: try values.decodeIfPresent(String.self, forKey: .keysCaFile))
  }

  private enum CodingKeys: String, CodingKey {
    case issuer, audience, keysFile, keysUrl, keysRefreshSeconds, keysCaFile, nameClaim, roleClaim, nodeClaim
    case leewaySeconds, types
  }
}
