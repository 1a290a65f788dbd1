/// One period of a schedule, in unadjusted dates and as moved to business days.
public struct SchedulePeriod: Sendable, Hashable {
  /// Unadjusted.
  public let accrualStart: CivilDate
  /// Unadjusted.
  public let accrualEnd: CivilDate
  public let adjustedStart: CivilDate
  public let adjustedEnd: CivilDate
  /// Whether the period is exactly one step of the roll.
  public let isRegular: Bool
  /// The regular period that a day count such as ICMA compares with: the period itself when regular.
  public let referenceStart: CivilDate
  public let referenceEnd: CivilDate

  /// `lag` business days after the end of accrual, moved by `convention` first.
  public func paymentDate(
    calendar: BusinessCalendar, convention: BusinessDayConvention = .following, lag: Int = 0
  ) -> CivilDate {
    let date = calendar.adjust(accrualEnd, convention)
    return lag == 0 ? date : calendar.advance(date, businessDays: lag)
  }
}
