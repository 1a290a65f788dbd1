/// What a day count may need to know of the period in which interest accrues.
///
/// `start` and `end` are the regular, unadjusted period: the period itself when regular, the notional one next to
/// the roll date when a stub (the one ending where a front stub ends, starting where a back stub starts).
public struct CouponPeriod: Sendable, Hashable {
  public var start: CivilDate
  /// Later than `start`.
  public var end: CivilDate
  public var frequency: Frequency
  /// The contract's final date, for 30E/360 ISDA; `nil` when the period does not touch it.
  public var terminationDate: CivilDate?
  /// For BUS/252; `nil` means weekends only.
  public var calendar: BusinessCalendar?
  /// Day of the month on which notional periods roll, 1 to 31, 31 meaning the end of the month; `nil` infers it from
  /// `start` and `end`.
  public var rollDay: Int?

  /// Precondition: `start < end`.
  public init(
    start: CivilDate, end: CivilDate, frequency: Frequency, terminationDate: CivilDate? = nil,
    calendar: BusinessCalendar? = nil, rollDay: Int? = nil
  ) {
    precondition(start < end, "a coupon period must end after it starts")
    self.start = start
    self.end = end
    self.frequency = frequency
    self.terminationDate = terminationDate
    self.calendar = calendar
    self.rollDay = rollDay
  }
}
