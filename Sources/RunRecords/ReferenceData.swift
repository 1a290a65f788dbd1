public import Instruments

/// What an instrument record says beside its terms: by this, positions are searched, grouped and limited.
public struct ReferenceData: Sendable, Hashable {
  /// Empty where none is given.
  public let name: String
  public let issuer: String?
  /// Country of risk, ISO 3166 alpha-2.
  public let country: String?
  public let sector: String?
  /// As given by the owner, such as `BBB+`.
  public let rating: String?
  /// The year of issue.
  public let vintage: Int?
  /// Ascending, none twice.
  public let tags: [String]

  public init(
    name: String = "", issuer: String? = nil, country: String? = nil, sector: String? = nil,
    rating: String? = nil, vintage: Int? = nil, tags: [String] = []
  ) {
    self.name = name
    self.issuer = issuer
    self.country = country
    self.sector = sector
    self.rating = rating
    self.vintage = vintage
    self.tags = tags
  }

  public init(_ record: InstrumentRecord) {
    self.init(
      name: record.name, issuer: record.issuer, country: record.country, sector: record.sector,
      rating: record.rating, vintage: record.vintage, tags: record.tags)
  }
}
