/// Where cash lies between steps.
public struct DealAccount: Equatable, Sendable {
  public let name: String
  /// Cash in it at the start of the run, zero or above.
  public let balance: Double
  /// Whether cash stays from period to period, as in a reserve; else the waterfall must empty it each period.
  public let keepsCash: Bool
  /// What `.target` stands for in formulas.
  public let target: Formula?
  /// Annual rate, a decimal, that the cash in it earns over each period, looked up when the period opens; `nil` for none.
  public let interest: Formula?
  /// The account that this interest goes to; `nil` for this one.
  public let interestTo: String?

  public init(
    name: String, balance: Double = 0, keepsCash: Bool = false, target: Formula? = nil,
    interest: Formula? = nil, interestTo: String? = nil
  ) {
    self.name = name
    self.balance = balance
    self.keepsCash = keepsCash
    self.target = target
    self.interest = interest
    self.interestTo = interestTo
  }
}

extension DealAccount: Decodable {
  private enum Key: String, CodingKey { case name, balance, keepsCash, target, interest, interestTo }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      balance: try container.decodeIfPresent(Double.self, forKey: .balance) ?? 0,
      keepsCash: try container.decodeIfPresent(Bool.self, forKey: .keepsCash) ?? false,
      target: try container.decodeIfPresent(Formula.self, forKey: .target),
      interest: try container.decodeIfPresent(Formula.self, forKey: .interest),
      interestTo: try container.decodeIfPresent(String.self, forKey: .interestTo))
  }
}
