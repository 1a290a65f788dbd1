/// Between what a figure may lie, and when it is near.
public struct LimitBounds: Sendable, Hashable, Codable {
  /// The least allowed; `nil` for none. At least one of the two is there.
  public let minimum: Double?
  /// The most allowed; `nil` for none.
  public let maximum: Double?
  /// From which share of a bound on there is a warning; more than 0, up to 1, which warns of nothing.
  public let warningShare: Double

  public static let usualWarningShare = 0.9

  public init(minimum: Double?, maximum: Double?, warningShare: Double = usualWarningShare) {
    self.minimum = minimum
    self.maximum = maximum
    self.warningShare = warningShare
  }

  /// A value on a bound is within it. Warnings begin at the bound times the warning share where that lies within the
  /// bound, such as 90 below a maximum of 100, and at the bound over the warning share where it does not, such as 3.33%
  /// above a minimum of 3%. A bound of zero has no warnings.
  public func status(of value: Double) -> LimitStatus {
    if let maximum, value > maximum { return .breach }
    if let minimum, value < minimum { return .breach }
    if let maximum, maximum != 0, value >= (maximum > 0 ? maximum * warningShare : maximum / warningShare),
      warningShare < 1
    {
      return .warning
    }
    if let minimum, minimum != 0, value <= (minimum < 0 ? minimum * warningShare : minimum / warningShare),
      warningShare < 1
    {
      return .warning
    }
    return .ok
  }

  func problems() -> [RunRequestProblem] {
    var found: [RunRequestProblem] = []
    if minimum == nil, maximum == nil {
      found.append(.init(field: "bounds", message: "has neither; give a minimum, a maximum or both"))
    }
    if let minimum, let maximum, minimum > maximum {
      found.append(.init(field: "bounds.minimum", message: "is more than the maximum; exchange them"))
    }
    if !(warningShare > 0 && warningShare <= 1) {
      found.append(
        .init(field: "bounds.warning_share", message: "is not above 0 and up to 1; write 0.9 for 90%"))
    }
    return found
  }
}
