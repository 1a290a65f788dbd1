/// What positions are grouped by. Raw values are the names in answers.
public enum RiskAttribute: String, Sendable, CaseIterable, Hashable, Codable {
  case currency
  case productType = "product_type"
  /// The child of the chosen node that holds the position, or the node itself.
  case node
  case instrument
  case issuer
  /// Country of risk.
  case country
  case sector
  case rating
}
