extension BondConvention {
  /// The conventions of a market. Settlement cycles are those in force since 28 May 2024.
  public static func of(_ id: BondConventionID) -> BondConvention {
    switch id {
    // 31 CFR 356 Appendix B: simple interest to the next coupon, whole periods compounded; settlement T+1.
    case .usTreasury: usGovernment(id, firstPeriod: .simple)
    // Street practice (SIFMA, Standard Securities Calculation Methods): compound to the next coupon, money-market
    // simple interest once a single coupon is left.
    case .usStreet: usGovernment(id, firstPeriod: .compound)
    // SIFMA Standard Securities Calculation Methods; SEC rule 15c6-1(a) for T+1 (T+2 until 27 May 2024).
    case .usCorporate, .usAgency: usThirty360(id, .thirty360US)
    // MSRB rule G-33: 30/360 without a February rule, simple interest with six months or less to redemption; rule
    // G-12(b) for T+1.
    case .usMunicipal: usThirty360(id, .thirty360BondBasis)
    // Debt Management Office, Formulae for Calculating Gilt Prices from Yields, 3rd edition: P = v^(r/s) (...), also
    // with one dividend left. The ex-dividend date is seven business days before the dividend, and settlement on
    // that day is still cum-dividend: the first settlement without is six business days before.
    case .ukGilt:
      BondConvention(
        id: id, dayCount: .actualActualICMA, frequency: .semiannual, calendar: .ukSettlement,
        paymentConvention: .following, settlementDays: 1, exCoupon: .businessDays(6),
        yieldRule: .compounded(.ofCoupons, firstPeriod: .compound, lastPeriod: .compound), endOfMonth: false)
    // German Finance Agency, Federal securities: ICMA yield, simple interest in the last year; CSDR article 5 for T+2.
    case .germanBund:
      BondConvention(
        id: id, dayCount: .actualActualICMA, frequency: .annual, calendar: .target,
        paymentConvention: .following,
        settlementDays: 2, exCoupon: .none,
        yieldRule: .compounded(.ofCoupons, firstPeriod: .compound, lastPeriod: .simple), endOfMonth: false)
    // Japan Securities Dealers Association: simple yield, days over 365; T+1 since 1 May 2018.
    case .japaneseGovernment:
      BondConvention(
        id: id, dayCount: .actual365Fixed, frequency: .semiannual, calendar: .japan,
        paymentConvention: .following,
        settlementDays: 1, exCoupon: .none, yieldRule: .japaneseSimple, endOfMonth: false)
    // ICMA (formerly ISMA) rules 251 and 803: annual yield, compound throughout, whatever the coupon frequency.
    case .isma:
      BondConvention(
        id: id, dayCount: .actualActualICMA, frequency: .annual, calendar: .target,
        paymentConvention: .following,
        settlementDays: 2, exCoupon: .none,
        yieldRule: .compounded(.fixed(.annual), firstPeriod: .compound, lastPeriod: .compound),
        endOfMonth: false)
    // ICMA rule 251 for issues on 30E/360; CSDR article 5 for T+2.
    case .eurobond:
      BondConvention(
        id: id, dayCount: .thirtyE360, frequency: .annual, calendar: .target, paymentConvention: .following,
        settlementDays: 2, exCoupon: .none,
        yieldRule: .compounded(.ofCoupons, firstPeriod: .compound, lastPeriod: .compound), endOfMonth: false)
    }
  }

  private static func usGovernment(_ id: BondConventionID, firstPeriod: PeriodInterest) -> BondConvention {
    BondConvention(
      id: id, dayCount: .actualActualICMA, frequency: .semiannual, calendar: .usGovernmentBond,
      paymentConvention: .following, settlementDays: 1, exCoupon: .none,
      yieldRule: .compounded(.ofCoupons, firstPeriod: firstPeriod, lastPeriod: .simple), endOfMonth: true)
  }

  private static func usThirty360(_ id: BondConventionID, _ dayCount: DayCount) -> BondConvention {
    BondConvention(
      id: id, dayCount: dayCount, frequency: .semiannual, calendar: .usGovernmentBond,
      paymentConvention: .following, settlementDays: 1, exCoupon: .none,
      yieldRule: .compounded(.ofCoupons, firstPeriod: .compound, lastPeriod: .simple), endOfMonth: false)
  }
}
