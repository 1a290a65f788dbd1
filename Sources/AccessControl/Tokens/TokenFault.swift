/// Why a token is refused; fit to be told to who sent it.
public enum TokenFault: Error, Sendable, Hashable, CustomStringConvertible {
  case malformed(String)
  /// Its key is none of the key set's.
  case unknownKey
  /// Its header names another algorithm than its key's.
  case wrongAlgorithm
  case badSignature
  case wrongType
  case wrongIssuer
  case wrongAudience
  case expired
  case notYetValid
  /// A claim is missing or has another form.
  case badClaim(String)
  /// The token says nothing, or several things, of what its holder may do here.
  case noRole(claim: String)

  public var description: String {
    switch self {
    case .malformed(let why): "The token is malformed: \(why)."
    case .unknownKey: "The token is signed with a key that this server does not know."
    case .wrongAlgorithm: "The token names another algorithm than its key's."
    case .badSignature: "The token's signature is wrong."
    case .wrongType: "The token is of another type than this server takes."
    case .wrongIssuer: "The token is of another issuer."
    case .wrongAudience: "The token is for another audience."
    case .expired: "The token has expired."
    case .notYetValid: "The token is not valid yet."
    case .badClaim(let name): "The token's claim '\(name)' is missing or has another form."
    case .noRole(let claim): "The token's claim '\(claim)' does not name exactly one role of this server."
    }
  }
}
