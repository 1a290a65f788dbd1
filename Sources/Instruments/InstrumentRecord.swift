/// One entry of the instrument master: identity, classification and terms.
///
/// A record is immutable; a change is a new version under a new content hash.
public struct InstrumentRecord: Sendable, Hashable {
  /// 1 to 64 characters, unique among instruments: a CUSIP, ISIN or the owner's own id.
  public let id: String
  public let name: String
  public let issuer: String?
  /// ISO 3166 alpha-2 country of risk.
  public let country: String?
  public let sector: String?
  /// As given by the owner, such as `BBB+`.
  public let rating: String?
  /// The year in which it was issued or lent, as given by the owner.
  ///
  /// It is not taken from the terms: a bond's dated date may be a later coupon date, and a loan's terms are those of the
  /// day they were written down.
  public let vintage: Int?
  /// Words of the owner's own, for grouping; ascending, none twice.
  public let tags: [String]
  /// The spread curve of the market snapshot that moves this instrument's discounting, such as `USD.CORPORATE`;
  /// `nil` for contracts discounted on the government curve alone.
  public let spreadCurve: String?
  public let terms: Instrument

  public init(
    id: String, name: String, issuer: String? = nil, country: String? = nil, sector: String? = nil,
    rating: String? = nil, vintage: Int? = nil, tags: [String] = [], spreadCurve: String? = nil,
    terms: Instrument
  ) {
    self.id = id
    self.name = name
    self.issuer = issuer
    self.country = country
    self.sector = sector
    self.rating = rating
    self.vintage = vintage
    self.tags = tags.isEmpty ? [] : Set(tags).sorted()
    self.spreadCurve = spreadCurve
    self.terms = terms
  }
}
