/// What is said of a bond besides its terms.
public struct PackagedBond: Hashable, Sendable, Codable {
  /// The credit tier whose spreads it is valued with, such as `AAA`.
  public let tier: String?
  /// Smallest amount that can be held, in the deal's currency.
  public let minDenomination: Double?

  public init(tier: String? = nil, minDenomination: Double? = nil) {
    self.tier = tier
    self.minDenomination = minDenomination
  }
}
