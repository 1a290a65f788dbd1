/// A test whose result formulas use by its name: 1 while it is tripped, else 0.
///
/// It is tested when the period opens, or where a step `TEST` names it.
public struct Trigger: Equatable, Sendable {
  public let name: String
  /// The breach.
  public let when: Formula
  /// How many tests in a row must be breached for it to trip.
  public let breaches: Int
  /// Whether it stays tripped; else a test without breach cures it.
  public let isLatched: Bool

  public init(name: String, when: Formula, breaches: Int = 1, isLatched: Bool = false) {
    self.name = name
    self.when = when
    self.breaches = breaches
    self.isLatched = isLatched
  }
}

extension Trigger: Decodable {
  private enum Key: String, CodingKey { case name, when, breaches, isLatched = "latched" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      when: try container.decode(Formula.self, forKey: .when),
      breaches: try container.decodeIfPresent(Int.self, forKey: .breaches) ?? 1,
      isLatched: try container.decodeIfPresent(Bool.self, forKey: .isLatched) ?? false)
  }
}
