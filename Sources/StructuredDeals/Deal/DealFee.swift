/// What a deal owes to those who run it.
public struct DealFee: Equatable, Sendable {
  public let name: String
  /// Falls due in each period, looked up when the period opens: `"0.25% * pool.opening_balance * year_fraction"`.
  public let amount: Formula
  /// Whether what is not paid falls due again.
  public let carries: Bool

  public init(name: String, amount: Formula, carries: Bool = true) {
    self.name = name
    self.amount = amount
    self.carries = carries
  }
}

extension DealFee: Decodable {
  private enum Key: String, CodingKey { case name, amount, carries }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      amount: try container.decode(Formula.self, forKey: .amount),
      carries: try container.decodeIfPresent(Bool.self, forKey: .carries) ?? true)
  }
}
