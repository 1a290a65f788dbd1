/// The holiday calendars that Tenor knows. Raw values are the names used in files.
public enum CalendarID: String, Sendable, Codable, CaseIterable, Hashable {
  case weekendsOnly = "weekends_only"
  case usFederalReserve = "us_federal_reserve"
  case usGovernmentBond = "us_government_bond"
  case usNYSE = "us_nyse"
  case usSettlement = "us_settlement"
  case usSOFR = "us_sofr"
  case target = "target"
  case ukSettlement = "uk_settlement"
  case ukExchange = "uk_exchange"
  case japan = "japan"
  case canadaSettlement = "canada_settlement"
  case switzerland = "switzerland"
  case australiaSettlement = "australia_settlement"
  case germanyFrankfurt = "germany_frankfurt"
}
