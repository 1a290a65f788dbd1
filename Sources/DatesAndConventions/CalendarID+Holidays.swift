extension CalendarID {
  /// The holidays of this calendar that fall in `year`, by rule; unordered, may repeat a day or name a weekend.
  func holidays(in year: Int) -> [CivilDate] {
    var holidays = HolidayYear(year)
    switch self {
    case .weekendsOnly: break
    case .usFederalReserve: holidays.addUSFederalReserve()
    case .usGovernmentBond: holidays.addUSGovernmentBond()
    case .usNYSE: holidays.addUSNYSE()
    case .usSettlement: holidays.addUSSettlement()
    case .usSOFR: holidays.addUSSOFR()
    case .target: holidays.addTarget()
    // The London Stock Exchange closes on the bank holidays of England and Wales.
    case .ukSettlement, .ukExchange: holidays.addUnitedKingdom()
    case .japan: holidays.addJapan()
    case .canadaSettlement: holidays.addCanada()
    case .switzerland: holidays.addSwitzerland()
    case .australiaSettlement: holidays.addAustralia()
    case .germanyFrankfurt: holidays.addGermanyFrankfurt()
    }
    return holidays.dates
  }
}
