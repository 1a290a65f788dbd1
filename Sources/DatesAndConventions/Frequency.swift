/// How often a contract pays, as payments a year.
public enum Frequency: Int, Sendable, Codable, CaseIterable, Hashable {
  /// One payment, at the end: zero coupon and bullet interest.
  case once = 0
  case annual = 1
  case semiannual = 2
  case everyFourMonths = 3
  case quarterly = 4
  case everyTwoMonths = 6
  case monthly = 12

  /// Months between payments; 0 for `.once`.
  public var monthsPerPeriod: Int { rawValue == 0 ? 0 : 12 / rawValue }
}
