/// Where cash lies between steps.
public struct DealAccount: Equatable, Sendable {
  public let name: String
  /// Cash in it at the start of the run, zero or above.
  public let balance: Double
  /// Whether cash stays from period to period, as in a reserve; else the waterfall must empty it each period.
  public let keepsCash: Bool
  /// What `.target` stands for in formulas.
  public let target: Formula?

  public init(name: String, balance: Double = 0, keepsCash: Bool = false, target: Formula? = nil) {
    self.name = name
    self.balance = balance
    self.keepsCash = keepsCash
    self.target = target
  }
}

extension DealAccount: Decodable {
  private enum Key: String, CodingKey { case name, balance, keepsCash, target }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      balance: try container.decodeIfPresent(Double.self, forKey: .balance) ?? 0,
      keepsCash: try container.decodeIfPresent(Bool.self, forKey: .keepsCash) ?? false,
      target: try container.decodeIfPresent(Formula.self, forKey: .target))
  }
}
