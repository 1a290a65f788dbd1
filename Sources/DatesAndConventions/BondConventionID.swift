/// The bond markets whose conventions Tenor holds as data. Raw values are the names used in files.
///
/// `BondConvention.of(_:)` gives the row: day count, frequency, calendar, settlement, ex-coupon and yield rule.
public enum BondConventionID: String, Sendable, Codable, CaseIterable, Hashable {
  /// US Treasury notes and bonds as auctioned: 31 CFR 356 Appendix B, simple interest in the first fractional period.
  case usTreasury = "US_TREASURY"
  /// US Treasury as traded in the street: compound interest in the first fractional period.
  case usStreet = "US_STREET"
  case usCorporate = "US_CORPORATE"
  case usMunicipal = "US_MUNICIPAL"
  case usAgency = "US_AGENCY"
  case ukGilt = "UK_GILT"
  case germanBund = "GERMAN_BUND"
  case japaneseGovernment = "JGB"
  /// International securities by ICMA/ISMA: annual yield, compound throughout.
  case isma = "ISMA"
  case eurobond = "EUROBOND"
}
