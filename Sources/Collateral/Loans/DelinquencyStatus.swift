/// How a loan is paid at the cut-off date.
public enum DelinquencyStatus: String, CaseIterable, Sendable, Hashable, Codable {
  case current
  case days30 = "30"
  case days60 = "60"
  case days90 = "90"
  case foreclosure
  /// The lender owns the property.
  case realEstateOwned = "reo"

  /// Whether the loan pays nothing any more and waits for its liquidation.
  public var isInDefault: Bool {
    switch self {
    case .current, .days30, .days60, .days90: false
    case .foreclosure, .realEstateOwned: true
    }
  }
}
