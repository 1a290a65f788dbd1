/// A quantity by month around the cut-off date: month 0 is at the cut-off date, those before it are history.
public struct MonthSeries: Hashable, Sendable {
  /// Of `firstMonth` and the months after it; the first goes back and the last goes on without end.
  public let values: [Double]
  /// Month of the first value, 0 or before.
  public let firstMonth: Int

  /// Precondition: at least one value, `firstMonth` not after the cut-off date.
  public init(_ values: [Double], firstMonth: Int = 0) {
    precondition(!values.isEmpty && firstMonth <= 0, "a series has a value at or before the cut-off date")
    self.values = values
    self.firstMonth = firstMonth
  }

  public func value(_ month: Int) -> Double {
    values[min(max(month - firstMonth, 0), values.count - 1)]
  }
}
