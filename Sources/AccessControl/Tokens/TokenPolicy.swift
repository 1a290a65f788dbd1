/// Whose tokens are taken, and how their claims are read.
///
/// As a JSON object with names in `snake_case`; only `issuer`, `audience` and `keys_file` are needed.
public struct TokenPolicy: Sendable, Hashable, Decodable {
  /// The `iss` that a token must have, to the letter.
  public let issuer: String
  /// What must be among a token's `aud`.
  public let audience: String
  /// The file with the issuer's key set; relative to the file of this policy.
  public let keysFile: String
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
    issuer: String, audience: String, keysFile: String = "", nameClaim: String = "sub",
    roleClaim: String = "tenor_role", nodeClaim: String = "tenor_node", leewaySeconds: Int = 60,
    types: [String] = ["at+jwt", "JWT"]
  ) {
    self.issuer = issuer
    self.audience = audience
    self.keysFile = keysFile
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
      keysFile: try values.decode(String.self, forKey: .keysFile),
      nameClaim: try values.decodeIfPresent(String.self, forKey: .nameClaim) ?? "sub",
      roleClaim: try values.decodeIfPresent(String.self, forKey: .roleClaim) ?? "tenor_role",
      nodeClaim: try values.decodeIfPresent(String.self, forKey: .nodeClaim) ?? "tenor_node",
      leewaySeconds: leeway,
      types: try values.decodeIfPresent([String].self, forKey: .types) ?? ["at+jwt", "JWT"])
  }

  private enum CodingKeys: String, CodingKey {
    case issuer, audience, keysFile, nameClaim, roleClaim, nodeClaim, leewaySeconds, types
  }
}
