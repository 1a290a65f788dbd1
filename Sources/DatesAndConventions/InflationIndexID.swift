/// The price indices that Tenor knows. Raw values are the names used in files.
public enum InflationIndexID: String, Sendable, Codable, CaseIterable, Hashable {
  /// US consumer prices, all urban consumers, not seasonally adjusted.
  case usCPIU = "US-CPI-U"
  /// UK retail prices, all items.
  case ukRPI = "UK-RPI"
  /// Euro area harmonised consumer prices without tobacco.
  case euHICPXT = "EU-HICP-XT"
  /// French consumer prices without tobacco.
  case frCPIXT = "FR-CPI-XT"
  /// Canadian consumer prices, all items, not seasonally adjusted.
  case caCPI = "CA-CPI"
}
