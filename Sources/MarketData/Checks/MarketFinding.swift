/// Something in a market snapshot that a person has to look at.
public struct MarketFinding: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The snapshot before had it.
    case missing
    /// The numbers are those of the day before, or were put together before their day.
    case stale
    /// Beyond the bounds of its kind.
    case outOfRange = "out_of_range"
    /// Far from the snapshot before.
    case jump
  }

  public let kind: Kind
  /// The part of the document, such as `curves[USD.TREASURY].points[10Y]`.
  public let place: String
  /// What is the matter.
  public let message: String
  /// The quote: spreads are basis points, exchange rates units for one of the base, price indices as published, all else decimals.
  public let value: Double?
  /// The quote of the snapshot before.
  public let previous: Double?
  /// From the snapshot before: basis points for rates and spreads, per cent for all else.
  public let change: Double?
  /// How many robust standard deviations of the quote's own moves that is, where there are enough of them.
  public let deviations: Double?

  public init(
    _ kind: Kind, _ place: String, _ message: String, value: Double? = nil, previous: Double? = nil,
    change: Double? = nil, deviations: Double? = nil
  ) {
    self.kind = kind
    self.place = place
    self.message = message
    self.value = value
    self.previous = previous
    self.change = change
    self.deviations = deviations
  }
}
