/// How a market turns a bond's price into its quoted yield.
public enum YieldRule: Sendable, Hashable {
  /// Flows discounted at (1 + y/f) per coupon period, with these treatments of the two odd periods.
  case compounded(YieldFrequency, firstPeriod: PeriodInterest, lastPeriod: PeriodInterest)
  /// Coupon plus the yearly gain to redemption, over the clean price: (c + (100 - P) / T) / P, T by the bond's
  /// own day count.
  case japaneseSimple
}

/// The compounding frequency f of a quoted yield.
public enum YieldFrequency: Sendable, Hashable {
  /// That of the bond's coupons; for a bond without any, the convention's frequency.
  case ofCoupons
  /// Fixed by the market.
  case fixed(Frequency)
}

/// Interest over part of a coupon period of fraction w.
public enum PeriodInterest: String, Sendable, Codable, CaseIterable, Hashable {
  /// (1 + y/f)^w
  case compound
  /// 1 + w y/f
  case simple
}
