/// A rate with all that it takes to know what it means.
public struct InterestRate: Sendable, Hashable {
  /// A decimal: 0.05 is five per cent.
  public var rate: Double
  public var dayCount: DayCount
  public var compounding: Compounding

  public init(_ rate: Double, dayCount: DayCount, compounding: Compounding) {
    self.rate = rate
    self.dayCount = dayCount
    self.compounding = compounding
  }

  /// The present value of 1 paid `years` later, counted by `dayCount`. See `Compounding` for the valid range.
  public func discountFactor(years: Double) -> Double {
    compounding.discountFactor(rate: rate, years: years)
  }

  /// The value at `start` of 1 paid at `end`.
  public func discountFactor(from start: CivilDate, to end: CivilDate) -> Double {
    discountFactor(years: dayCount.yearFraction(from: start, to: end))
  }

  /// What 1 grows to over `years`.
  public func compoundFactor(years: Double) -> Double { 1 / discountFactor(years: years) }

  /// The rate with another compounding that discounts alike over `years`, which must be positive.
  public func equivalent(_ other: Compounding, years: Double) -> InterestRate {
    let same = compounding.equivalentRate(rate, as: other, years: years)
    return InterestRate(same, dayCount: dayCount, compounding: other)
  }

  /// The rate with another day count and compounding that discounts alike from `start` to `end`, a later date.
  public func equivalent(
    dayCount: DayCount, compounding: Compounding, from start: CivilDate, to end: CivilDate
  ) -> InterestRate {
    let years = dayCount.yearFraction(from: start, to: end)
    let same = compounding.rate(discountFactor: discountFactor(from: start, to: end), years: years)
    return InterestRate(same, dayCount: dayCount, compounding: compounding)
  }
}
