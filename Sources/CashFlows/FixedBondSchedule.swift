public import DatesAndConventions
public import Instruments

/// The coupon periods of a fixed bond from a given day on.
///
/// Dates are those of a `Schedule` counted back from the penultimate coupon date, or from maturity, without
/// adjustment; only payment moves to business days. A zero-coupon bond has the periods of its convention's frequency,
/// all without coupon, because its yield is counted in them.
///
/// A regular period pays `coupon / frequency`, whatever days it holds, as bond markets do; only a bond whose own
/// terms name an actual day count (ACT/360, ACT/365F, ACT/ACT ISDA or AFB, BUS/252) pays by the days.
public struct FixedBondSchedule: Sendable {
  /// In order; those that end or pay after the day asked for. Empty when the bond has matured.
  public let periods: [FixedBondPeriod]
  /// In order; those after the start of the first period.
  public let interimPrincipal: [InterimPrincipal]
  public let convention: BondConvention
  /// The bond's own day count, or else its convention's.
  public let dayCount: DayCount
  /// Periods a year; never `.once`.
  public let frequency: Frequency
  let maturity: CivilDate
  let calendar: BusinessCalendar
  let rollDay: Int

  /// The periods whose coupon date or pay date is after `after`; all periods when `nil`.
  ///
  /// Costs about as much as the periods returned, whatever the age of the bond.
  public init(_ bond: FixedBond, after: CivilDate? = nil) {
    var builder = FixedBondScheduleBuilder(bond)
    builder.build(after: after)
    periods = builder.periods
    interimPrincipal = builder.interim
    convention = builder.convention
    dayCount = builder.dayCount
    frequency = builder.frequency
    maturity = bond.maturity
    calendar = builder.calendar
    rollDay = builder.roll.rollDay
  }

  /// The same terms with other amounts.
  init(_ schedule: FixedBondSchedule, periods: [FixedBondPeriod]) {
    self.periods = periods
    interimPrincipal = schedule.interimPrincipal
    convention = schedule.convention
    dayCount = schedule.dayCount
    frequency = schedule.frequency
    maturity = schedule.maturity
    calendar = schedule.calendar
    rollDay = schedule.rollDay
  }

  /// What day counts need to know of `period`.
  public func couponPeriod(_ period: FixedBondPeriod) -> CouponPeriod {
    CouponPeriod(
      start: period.referenceStart, end: period.referenceEnd, frequency: frequency, terminationDate: maturity,
      calendar: calendar, rollDay: rollDay)
  }
}
