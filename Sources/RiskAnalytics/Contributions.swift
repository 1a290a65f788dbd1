/// What the parts of a total contribute to it, such as the desks of a fund to its DV01.
public struct Contributions: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public let name: String
    public let amount: Double
    /// `amount` over the total; `nil` where that means nothing.
    public let share: Double?
  }

  public let total: Double
  /// In the order given.
  public let parts: [Part]
  /// What of the total is in no part.
  public let remainder: Part

  /// Shares are withheld where the total is nothing beside its parts: longs and shorts that cancel have no shares.
  /// Otherwise those of the parts and the remainder add up to 1.
  public init(total: Double, parts: [(name: String, amount: Double)]) {
    let gross = parts.reduce(abs(total)) { $0 + abs($1.amount) }
    let hasShares = abs(total) > 1e-9 * gross
    func part(_ name: String, _ amount: Double) -> Part {
      Part(name: name, amount: amount, share: hasShares ? amount / total : nil)
    }
    self.total = total
    self.parts = parts.map { part($0.name, $0.amount) }
    remainder = part("", parts.reduce(total) { $0 - $1.amount })
  }
}
