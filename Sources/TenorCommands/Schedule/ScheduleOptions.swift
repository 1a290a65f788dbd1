import CronSchedules
import DatesAndConventions
import PostgresStore
import RunRecords

/// Options and arguments that the schedule commands share.
enum ScheduleOptions {
  /// When a schedule fires.
  static let timing = [
    Command.Option(
      name: "at", value: "CRON",
      help: "minute, hour, day of month, month, day of week; such as \"0 2 * * 1-5\""),
    Command.Option(name: "zone", value: "ZONE", help: "time zone, such as America/New_York; default UTC"),
    Command.Option(
      name: "calendar", value: "LIST", help: "business days of these only, such as us_nyse; default every day"
    ),
  ]

  static let notes =
    "Each field is *, or a list of numbers, ranges and steps: 0,30 or 8-18/2 or */10; months and days may be named: "
    + "MON-FRI.\nWhere both days are given, either is enough. Words: @hourly, @daily, @weekly, @monthly, @yearly.\n"
    + "A local time that a change of the clocks skips fires at the change; one that comes twice fires once."

  static func timing(_ arguments: Arguments) throws(CommandError) -> CronSchedule {
    let text = try arguments.required("at")
    let expression: CronExpression
    do throws(CronError) {
      expression = try CronExpression(text)
    } catch {
      throw CommandError(.usage, "--at: \(error)")
    }
    let calendars = try calendars(arguments)
    do throws(CronError) {
      return try CronSchedule(expression, timeZone: arguments.value("zone") ?? "UTC", calendars: calendars)
    } catch {
      throw CommandError(.usage, "--zone: \(error.message)")
    }
  }

  static func name(_ text: String) throws(CommandError) -> ScheduleName {
    guard let name = ScheduleName(text) else {
      throw CommandError(
        .usage,
        "'\(text)' is not the name of a schedule; write 1 to 40 of the characters A-Z a-z 0-9 . _ - "
          + "beginning with a letter or digit")
    }
    return name
  }

  /// Runs `body`, telling how to find the schedule where there is none of the name, and refused input as such.
  @discardableResult
  static func finding<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      switch error {
      case .notFound(kind: "schedule", _):
        throw CommandError(.failed, "\(error); 'tenor schedule list' tells them")
      case .invalid, .invalidRow: throw CommandError(.rejectedInput, "\(error)")
      case .notFound, .exists, .wrongState, .refused, .removed, .unreadable:
        throw CommandError(.failed, "\(error)")
      }
    }
  }

  private static func calendars(_ arguments: Arguments) throws(CommandError) -> [CalendarID] {
    var calendars: [CalendarID] = []
    for name in (arguments.value("calendar") ?? "").split(separator: ",") {
      guard let calendar = CalendarID(rawValue: name.lowercased()) else {
        let known = CalendarID.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError(.usage, "--calendar: '\(name)' is not a calendar; choose from \(known)")
      }
      calendars.append(calendar)
    }
    return calendars
  }
}
