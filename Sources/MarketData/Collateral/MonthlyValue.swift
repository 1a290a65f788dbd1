public import DatesAndConventions

/// What was published for a month.
public struct MonthlyValue: Sendable, Hashable, Codable {
  public let month: YearMonth
  public let value: Double

  public init(month: YearMonth, value: Double) {
    self.month = month
    self.value = value
  }
}
