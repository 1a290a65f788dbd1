extension SwapConvention {
  /// The terms of a standard swap. Overnight ones as in the ISDA 2021 Definitions and the product specifications of the
  /// clearing houses (LCH SwapClear, CME); Bank of Canada, CARR "CORRA conventions"; AFMA "Interest Rate Derivatives".
  public static func of(_ id: SwapConventionID) -> SwapConvention {
    switch id {
    case .usdSOFR: overnight(id, .usdSOFR, .actual360, spot: 2, .usGovernmentBond, lag: 2)
    case .usdFedFunds: overnight(id, .usdFedFunds, .actual360, spot: 2, .usFederalReserve, lag: 2)
    case .eurESTR: overnight(id, .eurESTR, .actual360, spot: 2, .target, lag: 1)
    case .gbpSONIA: overnight(id, .gbpSONIA, .actual365Fixed, spot: 0, .ukSettlement, lag: 0)
    case .jpyTONA: overnight(id, .jpyTONA, .actual365Fixed, spot: 2, .japan, lag: 2)
    case .chfSARON: overnight(id, .chfSARON, .actual360, spot: 2, .switzerland, lag: 2)
    case .cadCORRA:
      SwapConvention(
        id: id, index: .cadCORRA, fixedFrequency: .semiannual, fixedDayCount: .actual365Fixed,
        floatingFrequency: .semiannual, singlePaymentMonths: 12, spotDays: 1,
        calendars: [.canadaSettlement], paymentLag: 1)
    case .audAONIA: overnight(id, .audAONIA, .actual365Fixed, spot: 1, .australiaSettlement, lag: 1)
    case .eurEuribor3M: euribor(id, .eurEuribor3M, .quarterly)
    case .eurEuribor6M: euribor(id, .eurEuribor6M, .semiannual)
    case .audBBSW3M: bbsw(id, .audBBSW3M, .quarterly)
    case .audBBSW6M: bbsw(id, .audBBSW6M, .semiannual)
    }
  }

  private static func overnight(
    _ id: SwapConventionID, _ index: RateIndexID, _ dayCount: DayCount, spot: Int, _ calendar: CalendarID,
    lag: Int
  ) -> SwapConvention {
    SwapConvention(
      id: id, index: index, fixedFrequency: .annual, fixedDayCount: dayCount, floatingFrequency: .annual,
      singlePaymentMonths: 12, spotDays: spot, calendars: [calendar], paymentLag: lag)
  }

  private static func euribor(_ id: SwapConventionID, _ index: RateIndexID, _ floating: Frequency)
    -> SwapConvention
  {
    SwapConvention(
      id: id, index: index, fixedFrequency: .annual, fixedDayCount: .thirty360BondBasis,
      floatingFrequency: floating, singlePaymentMonths: 0, spotDays: 2, calendars: [.target], paymentLag: 0)
  }

  private static func bbsw(_ id: SwapConventionID, _ index: RateIndexID, _ frequency: Frequency)
    -> SwapConvention
  {
    SwapConvention(
      id: id, index: index, fixedFrequency: frequency, fixedDayCount: .actual365Fixed,
      floatingFrequency: frequency, singlePaymentMonths: 0, spotDays: 1, calendars: [.australiaSettlement],
      paymentLag: 0)
  }
}
