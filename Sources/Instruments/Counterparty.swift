/// Who owes, guarantees or stands across: an issuer, borrower, dealer or clearing house.
public struct Counterparty: Sendable, Hashable {
  /// 1 to 64 characters, unique among counterparties: the owner's own id, or a LEI.
  public let id: String
  public let name: String
  public let lei: LegalEntityIdentifier?
  /// ISO 3166 alpha-2.
  public let country: String?
  public let sector: String?
  /// As given by the owner, such as `BBB+`.
  public let rating: String?
  /// The counterparty that owns this one; `nil` at the top of a group.
  public let parentID: String?

  public init(
    id: String, name: String, lei: LegalEntityIdentifier? = nil, country: String? = nil,
    sector: String? = nil,
    rating: String? = nil, parentID: String? = nil
  ) {
    self.id = id
    self.name = name
    self.lei = lei
    self.country = country
    self.sector = sector
    self.rating = rating
    self.parentID = parentID
  }
}
