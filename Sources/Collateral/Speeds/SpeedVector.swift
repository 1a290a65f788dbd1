/// A speed for each month; a constant speed has one value.
public struct SpeedVector: Hashable, Sendable, Codable {
  /// Which month takes which value.
  public enum Clock: String, CaseIterable, Sendable, Hashable, Codable {
    /// The first value is for the first month projected.
    case projection
    /// The first value is for a loan's first month.
    case loanAge = "loan_age"
  }

  /// At least one; the last goes on.
  public let values: [Double]
  public let clock: Clock

  /// Precondition: at least one value, all finite and not below zero.
  public init(_ values: [Double], by clock: Clock = .projection) {
    precondition(
      !values.isEmpty && values.allSatisfy { $0.isFinite && $0 >= 0 }, "a vector has speeds of zero or above")
    self.values = values
    self.clock = clock
  }

  /// The value in a month. Both months count from 1.
  public func value(month: Int, loanMonth: Int) -> Double {
    let index =
      switch clock {
      case .projection: month - 1
      case .loanAge: loanMonth - 1
      }
    return values[min(max(index, 0), values.count - 1)]
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    values = try container.decode([Double].self, forKey: .values)
    clock = try container.decodeIfPresent(Clock.self, forKey: .clock) ?? .projection
    guard !values.isEmpty, values.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "need at least one speed, none below 0")
    }
  }
}
