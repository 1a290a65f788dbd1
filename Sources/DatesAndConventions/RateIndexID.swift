/// The interest-rate indices that Tenor knows. Raw values are the names used in files.
public enum RateIndexID: String, Sendable, Codable, CaseIterable, Hashable {
  case usdSOFR = "USD-SOFR"
  case usdFedFunds = "USD-FED-FUNDS"
  case usdTermSOFR1M = "USD-TERM-SOFR-1M"
  case usdTermSOFR3M = "USD-TERM-SOFR-3M"
  case usdTermSOFR6M = "USD-TERM-SOFR-6M"
  case usdTermSOFR12M = "USD-TERM-SOFR-12M"
  /// The average that the Federal Reserve Bank of New York publishes, compounded over 30 calendar days in arrears.
  case usdSOFRAverage30D = "USD-SOFR-AVERAGE-30D"
  case usdPrime = "USD-PRIME"
  /// Constant-maturity Treasury yields of the Federal Reserve's H.15 release.
  case usdTreasury1Y = "USD-TREASURY-1Y"
  case usdTreasury5Y = "USD-TREASURY-5Y"
  case usdTreasury10Y = "USD-TREASURY-10Y"
  case eurESTR = "EUR-ESTR"
  case eurEuribor1M = "EUR-EURIBOR-1M"
  case eurEuribor3M = "EUR-EURIBOR-3M"
  case eurEuribor6M = "EUR-EURIBOR-6M"
  case eurEuribor12M = "EUR-EURIBOR-12M"
  case gbpSONIA = "GBP-SONIA"
  case jpyTONA = "JPY-TONA"
  case chfSARON = "CHF-SARON"
  case cadCORRA = "CAD-CORRA"
  case audAONIA = "AUD-AONIA"
  case audBBSW3M = "AUD-BBSW-3M"
  case audBBSW6M = "AUD-BBSW-6M"
}
