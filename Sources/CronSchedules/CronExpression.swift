public import DatesAndConventions

/// When something happens, in local time: five fields as `crontab` has them.
///
/// Minute, hour, day of month, month and day of week, separated by blanks; each is `*`, or a list of numbers, names
/// and ranges with optional steps. `@hourly`, `@daily` (`@midnight`), `@weekly`, `@monthly` and `@yearly` (`@annually`)
/// stand for the usual five. Where both days are given, that is neither is `*`, either of them is enough.
///
/// Source: POSIX.1-2017, `crontab`; names, steps and the words with @ as in Vixie cron.
public struct CronExpression: Sendable, Hashable {
  /// As given, with single blanks.
  public let text: String
  /// Minutes since midnight, ascending.
  let minutesOfDay: [Int]
  private let months: Set<Int>
  private let daysOfMonth: Set<Int>
  /// 0 is Sunday.
  private let daysOfWeek: Set<Int>
  private let isAnyDayOfMonth: Bool
  private let isAnyDayOfWeek: Bool

  private static let words = [
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
  ]

  /// - Throws: `CronError` that names the field at fault.
  public init(_ text: some StringProtocol) throws(CronError) {
    let given = text.split { $0 == " " || $0 == "\t" }.map { String($0) }
    self.text = given.joined(separator: " ")
    var expression = self.text
    if expression.hasPrefix("@") {
      guard let known = CronExpression.words[expression.lowercased()] else {
        let words = CronExpression.words.keys.sorted().joined(separator: ", ")
        throw CronError("cron", "'\(expression)' is not known; write one of \(words)")
      }
      expression = known
    }
    let fields = expression.split(separator: " ")
    guard fields.count == 5 else {
      throw CronError(
        "cron",
        "'\(self.text)' has \(fields.count) fields; write five: minute, hour, day of month, month, day of week, "
          + "such as 0 2 * * 1-5")
    }
    let minutes = try CronField.minute.numbers(fields[0]).sorted()
    let hours = try CronField.hour.numbers(fields[1]).sorted()
    minutesOfDay = hours.flatMap { hour in minutes.map { hour * 60 + $0 } }
    daysOfMonth = try CronField.dayOfMonth.numbers(fields[2])
    months = try CronField.month.numbers(fields[3])
    daysOfWeek = Set(try CronField.dayOfWeek.numbers(fields[4]).map { $0 % 7 })
    isAnyDayOfMonth = fields[2] == "*"
    isAnyDayOfWeek = fields[4] == "*"
  }

  /// Whether the fields of the date let `date` in.
  public func matches(_ date: CivilDate) -> Bool {
    let (_, month, day) = date.yearMonthDay
    guard months.contains(month) else { return false }
    let isDayOfMonth = daysOfMonth.contains(day)
    let isDayOfWeek = daysOfWeek.contains(date.weekday.rawValue % 7)
    return isAnyDayOfMonth || isAnyDayOfWeek ? isDayOfMonth && isDayOfWeek : isDayOfMonth || isDayOfWeek
  }
}
