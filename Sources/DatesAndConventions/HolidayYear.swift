/// The holidays of one year, gathered rule by rule.
struct HolidayYear {
  /// Where a holiday that falls on a weekend is kept.
  enum Observance {
    /// Lost at weekends.
    case onTheDay
    /// Sunday to Monday; lost on Saturday.
    case sundayToMonday
    /// Sunday to Monday, Saturday to Friday.
    case nearestWeekday
    /// Saturday and Sunday to Monday.
    case weekendToMonday
    /// Two days later, as for Christmas with Boxing Day behind it.
    case weekendTwoDaysLater
  }

  let year: Int
  let easterMonday: CivilDate
  private(set) var dates: [CivilDate] = []

  init(_ year: Int) {
    self.year = year
    easterMonday = EasterDate.sunday(year: year).adding(days: 1)
  }

  // Unchecked, so that moving a date at either end of the calendar may look into the year beyond.
  func date(_ month: Int, _ day: Int) -> CivilDate { CivilDate(unchecked: year, month, day) }

  mutating func add(_ date: CivilDate) { dates.append(date) }

  mutating func add(_ month: Int, _ day: Int, _ observance: Observance = .onTheDay) {
    let date = date(month, day)
    let moved: Int
    switch (observance, date.weekday) {
    case (.sundayToMonday, .sunday), (.nearestWeekday, .sunday), (.weekendToMonday, .sunday): moved = 1
    case (.nearestWeekday, .saturday): moved = -1
    case (.weekendToMonday, .saturday), (.weekendTwoDaysLater, .saturday), (.weekendTwoDaysLater, .sunday):
      moved = 2
    default: moved = 0
    }
    add(date.adding(days: moved))
  }

  /// The `count`th such weekday of the month, counting from 1.
  mutating func add(_ count: Int, _ weekday: Weekday, of month: Int) {
    let first = date(month, 1)
    let wait = (weekday.rawValue - first.weekday.rawValue + 7) % 7
    add(first.adding(days: wait + 7 * (count - 1)))
  }

  /// The last such weekday on or before a day of the month.
  mutating func add(last weekday: Weekday, onOrBefore month: Int, _ day: Int) {
    let end = date(month, day)
    add(end.adding(days: -((end.weekday.rawValue - weekday.rawValue + 7) % 7)))
  }

  mutating func addGoodFriday() { add(easterMonday.adding(days: -3)) }
  mutating func addEasterMonday() { add(easterMonday) }
}
