/// Cash that a provider lends the deal up to a limit, and gets back with interest before others: a liquidity facility. One that is
/// never repaid is a guarantee or a policy that pays claims.
public struct DealFacility: Equatable, Sendable {
  public let name: String
  /// Most that may be drawn and not repaid, in the deal's currency, looked up when the period opens.
  public let limit: Formula
  /// Annual rate, a decimal, on what is drawn, looked up when the period opens.
  public let rate: Formula
  public let dayCount: DealDayCount

  public init(name: String, limit: Formula, rate: Formula = 0.0, dayCount: DealDayCount = .thirty360) {
    self.name = name
    self.limit = limit
    self.rate = rate
    self.dayCount = dayCount
  }
}

extension DealFacility: Decodable {
  private enum Key: String, CodingKey { case name, limit, rate, dayCount }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      limit: try container.decode(Formula.self, forKey: .limit),
      rate: try container.decodeIfPresent(Formula.self, forKey: .rate) ?? 0.0,
      dayCount: try container.decodeIfPresent(DealDayCount.self, forKey: .dayCount) ?? .thirty360)
  }
}
