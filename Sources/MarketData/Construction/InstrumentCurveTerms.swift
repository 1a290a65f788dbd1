public import DatesAndConventions

/// What a curve built from instruments says beside their quotes.
public struct InstrumentCurveTerms: Sendable, Hashable {
  /// Id of the curve that discounts the instruments' payments in the curve's own currency; `nil` for the curve itself.
  public let discounting: String?
  /// Id of the curve that discounts their payments in another currency; needed by FX forwards and cross-currency swaps.
  public let collateral: String?
  /// In order of time, without overlap.
  public let turns: [DatedTurn]

  public init(discounting: String? = nil, collateral: String? = nil, turns: [DatedTurn] = []) {
    self.discounting = discounting
    self.collateral = collateral
    self.turns = turns
  }
}

/// A jump of forward rates from one day to another, such as that from the last business day of a year to the first of the
/// next.
public struct DatedTurn: Sendable, Hashable, Codable {
  public let start: CivilDate
  public let end: CivilDate
  /// How much higher forward rates are in between.
  public let basisPoints: Double

  public init(start: CivilDate, end: CivilDate, basisPoints: Double) {
    self.start = start
    self.end = end
    self.basisPoints = basisPoints
  }
}

extension InstrumentCurveTerms: Codable {
  private enum Key: String, CodingKey { case discounting, collateral, turns }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      discounting: try container.decodeIfPresent(String.self, forKey: .discounting),
      collateral: try container.decodeIfPresent(String.self, forKey: .collateral),
      turns: try container.decodeIfPresent([DatedTurn].self, forKey: .turns) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(discounting, forKey: .discounting)
    try container.encodeIfPresent(collateral, forKey: .collateral)
    if !turns.isEmpty { try container.encode(turns, forKey: .turns) }
  }
}
