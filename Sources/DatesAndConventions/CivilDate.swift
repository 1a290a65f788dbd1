/// A day of the proleptic Gregorian calendar, held as the number of days since 1970-01-01.
///
/// Ordering, differences and hashing are those of the day number. No time of day and no time zone.
/// Valid range: years 1 to 9999.
public struct CivilDate: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01; negative before it.
  public let dayNumber: Int32

  /// A date from its day number. Precondition: within years 1 to 9999.
  @inlinable
  public init(dayNumber: Int32) { self.dayNumber = dayNumber }

  /// A date from year, month (1-12) and day (1-31); `nil` when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.lengthOfMonth(year: year, month: month)
    else { return nil }
    self.dayNumber = CivilDate.dayNumber(year: year, month: month, day: day)
  }

  /// A date from exactly `YYYY-MM-DD`; `nil` for anything else.
  public init?(iso text: some StringProtocol) {
    var numbers = (0, 0, 0)
    var index = 0
    for byte in text.utf8 {
      switch index {
      case 0...3, 5...6, 8...9:
        guard byte >= 48, byte <= 57 else { return nil }
        let digit = Int(byte) - 48
        if index < 4 { numbers.0 = numbers.0 * 10 + digit }
        if index == 5 || index == 6 { numbers.1 = numbers.1 * 10 + digit }
        if index >= 8 { numbers.2 = numbers.2 * 10 + digit }
      case 4, 7:
        guard byte == 45 else { return nil }
      default: return nil
      }
      index += 1
    }
    guard index == 10 else { return nil }
    self.init(year: numbers.0, month: numbers.1, day: numbers.2)
  }

  @inlinable
  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }

  /// Days from `b` to `a`; positive when `a` is later.
  @inlinable
  public static func - (a: CivilDate, b: CivilDate) -> Int { Int(a.dayNumber) - Int(b.dayNumber) }

  @inlinable
  public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + Int32(days)) }

  /// The same day of the month `months` later (earlier if negative), cut to the last day of a shorter month.
  public func adding(months: Int) -> CivilDate {
    let (y, m, d) = yearMonthDay
    let index = y * 12 + (m - 1) + months
    let year = index >= 0 ? index / 12 : (index - 11) / 12
    let month = index - year * 12 + 1
    let day = min(d, CivilDate.lengthOfMonth(year: year, month: month))
    return CivilDate(dayNumber: CivilDate.dayNumber(year: year, month: month, day: day))
  }

  public var year: Int { yearMonthDay.year }
  /// 1 to 12.
  public var month: Int { yearMonthDay.month }
  /// 1 to 31.
  public var day: Int { yearMonthDay.day }

  /// Year, month and day together, cheaper than asking for each.
  ///
  /// Source: E. Reingold and N. Dershowitz, "Calendrical Calculations", with years starting in March.
  public var yearMonthDay: (year: Int, month: Int, day: Int) {
    let shifted = Int(dayNumber) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  public var weekday: Weekday {
    let index = (Int(dayNumber) + 3) % 7
    return Weekday(rawValue: index < 0 ? index + 8 : index + 1)!
  }

  public var isWeekend: Bool { weekday == .saturday || weekday == .sunday }

  public var isEndOfMonth: Bool {
    let (y, m, d) = yearMonthDay
    return d == CivilDate.lengthOfMonth(year: y, month: m)
  }

  /// The last day of this date's month.
  public var endOfMonth: CivilDate {
    let (y, m, d) = yearMonthDay
    return adding(days: CivilDate.lengthOfMonth(year: y, month: m) - d)
  }

  public static func isLeap(year: Int) -> Bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
  }

  public static func lengthOfMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: return isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  /// For year, month and day known to be a date.
  init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.dayNumber = CivilDate.dayNumber(year: year, month: month, day: day)
  }

  private static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }
}

/// ISO 8601 numbering: Monday is 1.
public enum Weekday: Int, Sendable, CaseIterable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday
}

extension CivilDate: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  public var description: String {
    let (y, m, d) = yearMonthDay
    return String(unsafeUninitializedCapacity: 10) { text in
      func put(_ value: Int, endingAt last: Int, count: Int) {
        var rest = value
        for index in stride(from: last, to: last - count, by: -1) {
          text[index] = UInt8(48 + rest % 10)
          rest /= 10
        }
      }
      put(y, endingAt: 3, count: 4)
      put(m, endingAt: 6, count: 2)
      put(d, endingAt: 9, count: 2)
      text[4] = UInt8(ascii: "-")
      text[7] = UInt8(ascii: "-")
      return 10
    }
  }
}

extension CivilDate: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let date = CivilDate(iso: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a date; write it as YYYY-MM-DD")
    }
    self = date
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
