extension RateIndex {
  /// The conventions of an index.
  public static func of(_ id: RateIndexID) -> RateIndex {
    switch id {
    // Federal Reserve Bank of New York, "Additional Information about Reference Rates": SOFR follows the US government
    // securities calendar of SIFMA.
    case .usdSOFR: overnight(id, .usd, .actual360, .usSOFR)
    // The same publication; published on days on which Fedwire is open.
    case .usdFedFunds: overnight(id, .usd, .actual360, .usFederalReserve)
    // CME Group Benchmark Administration, Term SOFR Reference Rates Methodology: fixed two US government securities
    // business days before the period.
    case .usdTermSOFR1M: term(id, .usd, Tenor(1, .months), .actual360, .usSOFR)
    case .usdTermSOFR3M: term(id, .usd, Tenor(3, .months), .actual360, .usSOFR)
    case .usdTermSOFR6M: term(id, .usd, Tenor(6, .months), .actual360, .usSOFR)
    case .usdTermSOFR12M: term(id, .usd, Tenor(12, .months), .actual360, .usSOFR)
    case .usdSOFRAverage30D:
      RateIndex(
        id: id, currency: .usd, kind: .compoundedAverage(days: 30), dayCount: .actual360, calendar: .usSOFR,
        fixingDays: 0, businessDayConvention: .following, endOfMonth: false)
    // Federal Reserve, H.15 Selected Interest Rates: bank prime loan, ISDA 2021 day count. Banks have set it 3 percentage points above the
    // upper end of the range for federal funds since 1994.
    case .usdPrime:
      RateIndex(
        id: id, currency: .usd, kind: .administered(over: .usdFedFunds, spread: 0.03), dayCount: .actual360,
        calendar: .usFederalReserve, fixingDays: 0, businessDayConvention: .following, endOfMonth: false)
    case .usdTreasury1Y: treasury(id, Tenor(1, .years))
    case .usdTreasury5Y: treasury(id, Tenor(5, .years))
    case .usdTreasury10Y: treasury(id, Tenor(10, .years))
    // European Central Bank, "The euro short-term rate (€STR) methodology and policies".
    case .eurESTR: overnight(id, .eur, .actual360, .target)
    // European Money Markets Institute, "Benchmark Determination Methodology for Euribor": spot two TARGET days.
    case .eurEuribor1M: term(id, .eur, Tenor(1, .months), .actual360, .target)
    case .eurEuribor3M: term(id, .eur, Tenor(3, .months), .actual360, .target)
    case .eurEuribor6M: term(id, .eur, Tenor(6, .months), .actual360, .target)
    case .eurEuribor12M: term(id, .eur, Tenor(12, .months), .actual360, .target)
    // Bank of England, "SONIA key features and policies".
    case .gbpSONIA: overnight(id, .gbp, .actual365Fixed, .ukSettlement)
    // Bank of Japan, uncollateralised overnight call rate.
    case .jpyTONA: overnight(id, .jpy, .actual365Fixed, .japan)
    // SIX, "Governing Factsheet SARON".
    case .chfSARON: overnight(id, .chf, .actual360, .switzerland)
    // Bank of Canada, "Methodology for calculating CORRA".
    case .cadCORRA: overnight(id, .cad, .actual365Fixed, .canadaSettlement)
    // Reserve Bank of Australia, interbank overnight cash rate.
    case .audAONIA: overnight(id, .aud, .actual365Fixed, .australiaSettlement)
    // ASX, "BBSW Conventions": same-day start.
    case .audBBSW3M: term(id, .aud, Tenor(3, .months), .actual365Fixed, .australiaSettlement, fixingDays: 0)
    case .audBBSW6M: term(id, .aud, Tenor(6, .months), .actual365Fixed, .australiaSettlement, fixingDays: 0)
    }
  }

  private static func overnight(
    _ id: RateIndexID, _ currency: Currency, _ dayCount: DayCount, _ calendar: CalendarID
  ) -> RateIndex {
    RateIndex(
      id: id, currency: currency, kind: .overnight, dayCount: dayCount, calendar: calendar, fixingDays: 0,
      businessDayConvention: .following, endOfMonth: false)
  }

  private static func term(
    _ id: RateIndexID, _ currency: Currency, _ tenor: Tenor, _ dayCount: DayCount, _ calendar: CalendarID,
    fixingDays: Int = 2
  ) -> RateIndex {
    RateIndex(
      id: id, currency: currency, kind: .term(tenor), dayCount: dayCount, calendar: calendar,
      fixingDays: fixingDays, businessDayConvention: .modifiedFollowing, endOfMonth: true)
  }

  /// Federal Reserve, H.15: semi-annual bond equivalent yields.
  private static func treasury(_ id: RateIndexID, _ tenor: Tenor) -> RateIndex {
    RateIndex(
      id: id, currency: .usd, kind: .parYield(tenor, .semiannual), dayCount: .actualActualICMA,
      calendar: .usGovernmentBond, fixingDays: 0, businessDayConvention: .following, endOfMonth: false)
  }
}
