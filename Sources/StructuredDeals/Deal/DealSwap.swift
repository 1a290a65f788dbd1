/// A swap, cap or floor that the deal has with a counterparty, settled net; a cap receives `max(0, series.SOFR - 5%)`.
public struct DealSwap: Equatable, Sendable {
  public let name: String
  /// In the deal's currency, when the period opens.
  public let notional: Formula
  /// Annual rate that the deal receives.
  public let receive: Formula
  /// Annual rate that the deal pays.
  public let pay: Formula
  public let dayCount: DealDayCount

  public init(
    name: String, notional: Formula, receive: Formula, pay: Formula = 0.0, dayCount: DealDayCount = .thirty360
  ) {
    self.name = name
    self.notional = notional
    self.receive = receive
    self.pay = pay
    self.dayCount = dayCount
  }
}

extension DealSwap: Decodable {
  private enum Key: String, CodingKey { case name, notional, receive, pay, dayCount }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      notional: try container.decode(Formula.self, forKey: .notional),
      receive: try container.decode(Formula.self, forKey: .receive),
      pay: try container.decodeIfPresent(Formula.self, forKey: .pay) ?? 0.0,
      dayCount: try container.decodeIfPresent(DealDayCount.self, forKey: .dayCount) ?? .thirty360)
  }
}
