/// The standard swaps of a fixed rate against an index that Tenor knows. Raw values are the names used in files.
public enum SwapConventionID: String, Sendable, Codable, CaseIterable, Hashable {
  case usdSOFR = "USD-SOFR-OIS"
  case usdFedFunds = "USD-FED-FUNDS-OIS"
  case eurESTR = "EUR-ESTR-OIS"
  case eurEuribor3M = "EUR-EURIBOR-3M-SWAP"
  case eurEuribor6M = "EUR-EURIBOR-6M-SWAP"
  case gbpSONIA = "GBP-SONIA-OIS"
  case jpyTONA = "JPY-TONA-OIS"
  case chfSARON = "CHF-SARON-OIS"
  case cadCORRA = "CAD-CORRA-OIS"
  case audAONIA = "AUD-AONIA-OIS"
  case audBBSW3M = "AUD-BBSW-3M-SWAP"
  case audBBSW6M = "AUD-BBSW-6M-SWAP"
}
