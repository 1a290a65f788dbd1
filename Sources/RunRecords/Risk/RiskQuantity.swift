public import Pricing

/// Amounts of positions that add up, and so have contributions and concentrations. Raw values are the names in answers.
public enum RiskQuantity: String, Sendable, CaseIterable, Hashable, Codable {
  case presentValue = "PV"
  case dv01 = "DV01"
  case cs01 = "CS01"
  /// Present value under a scenario less that under `BASE`.
  case profit = "PROFIT"

  /// The stored measure behind it.
  public var measure: Measure {
    switch self {
    case .presentValue, .profit: return .presentValue
    case .dv01: return .dv01
    case .cs01: return .cs01
    }
  }
}
