/// Which end of a schedule its regular periods are counted from.
public enum ScheduleDirection: String, Sendable, Codable, CaseIterable, Hashable {
  /// From the end (or the penultimate date) back; a stub falls at the front.
  case backward
  /// From the start (or the first date) on; a stub falls at the back.
  case forward
}

/// What becomes of a rest shorter than a period, where no first or penultimate date settles it.
public enum StubLength: String, Sendable, Codable, CaseIterable, Hashable {
  /// A period of its own.
  case short
  /// Joined to the neighbouring regular period.
  case long
}

/// From which the dates of a contract's periods follow.
public struct ScheduleTerms: Sendable, Hashable {
  /// First day of accrual, unadjusted.
  public var start: CivilDate
  /// Last day, unadjusted; later than `start`.
  public var end: CivilDate
  public var frequency: Frequency
  public var direction: ScheduleDirection
  public var stub: StubLength
  /// End of the first period, strictly between `start` and `end`.
  public var firstDate: CivilDate?
  /// Start of the last period, strictly between `start` and `end`.
  public var penultimateDate: CivilDate?
  /// Day of the month, 1 to 31, on which periods roll; `nil` takes that of the date counted from.
  public var rollDay: Int?
  /// Whether a schedule counted from a month end stays at month ends. A last business day counts as a month end.
  public var endOfMonth: Bool
  public var calendar: BusinessCalendar
  /// For all dates but the last.
  public var convention: BusinessDayConvention
  /// For the last date.
  public var terminationConvention: BusinessDayConvention

  public init(
    start: CivilDate, end: CivilDate, frequency: Frequency, direction: ScheduleDirection = .backward,
    stub: StubLength = .short, firstDate: CivilDate? = nil, penultimateDate: CivilDate? = nil,
    rollDay: Int? = nil,
    endOfMonth: Bool = false, calendar: BusinessCalendar = BusinessCalendar(.weekendsOnly),
    convention: BusinessDayConvention = .unadjusted,
    terminationConvention: BusinessDayConvention = .unadjusted
  ) {
    self.start = start
    self.end = end
    self.frequency = frequency
    self.direction = direction
    self.stub = stub
    self.firstDate = firstDate
    self.penultimateDate = penultimateDate
    self.rollDay = rollDay
    self.endOfMonth = endOfMonth
    self.calendar = calendar
    self.convention = convention
    self.terminationConvention = terminationConvention
  }
}
