public import DatesAndConventions

/// Time from a valuation date to an instrument's maturity, as index providers cut it. A bucket has its upper end, not its
/// lower one. Raw values are the names in questions and answers.
public enum MaturityBucket: String, Sendable, CaseIterable, Hashable {
  /// On the valuation date or before it.
  case matured
  case upTo1Y = "0-1Y"
  case upTo3Y = "1-3Y"
  case upTo5Y = "3-5Y"
  case upTo7Y = "5-7Y"
  case upTo10Y = "7-10Y"
  case upTo20Y = "10-20Y"
  case beyond20Y = "20Y+"

  /// The last day of the bucket; `nil` for the one without an end.
  public func lastDay(from valuationDate: CivilDate) -> CivilDate? {
    switch self {
    case .matured: return valuationDate
    case .upTo1Y: return valuationDate.adding(months: 12)
    case .upTo3Y: return valuationDate.adding(months: 36)
    case .upTo5Y: return valuationDate.adding(months: 60)
    case .upTo7Y: return valuationDate.adding(months: 84)
    case .upTo10Y: return valuationDate.adding(months: 120)
    case .upTo20Y: return valuationDate.adding(months: 240)
    case .beyond20Y: return nil
    }
  }
}
