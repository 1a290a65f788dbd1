/// How the interest of a month is counted.
public enum InterestBasis: String, CaseIterable, Sendable, Hashable {
  /// A twelfth of a year each month.
  case thirty360 = "30/360"
  /// Days of the calendar month before the payment's, over 360; commercial mortgages. Level payments are worked out as if it were a
  /// twelfth, so that a little less is repaid.
  case actual360 = "actual/360"
}
