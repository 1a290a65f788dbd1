import DatesAndConventions
import Testing

@testable import CronSchedules

@Suite("Cron expressions")
struct CronExpressionTests {
  /// The days of November 2026 that match; it begins on a Sunday.
  private func november(_ text: String) throws -> [Int] {
    let expression = try CronExpression(text)
    return (1...30).filter { expression.matches(CivilDate(year: 2026, month: 11, day: $0)!) }
  }

  @Test(
    "times of day",
    arguments: [
      ("0 2 * * *", [120]), ("30,15 2 * * *", [135, 150]),
      ("0-10/5 0,23 * * *", [0, 5, 10, 1_380, 1_385, 1_390]),
      ("*/30 9-10 * * *", [540, 570, 600, 630]), ("59 23 * * *", [1_439]), ("@daily", [0]),
      ("@MIDNIGHT", [0]),
      ("  5\t 4  *  * * ", [245]),
    ])
  func timesOfDay(text: String, minutes: [Int]) throws {
    #expect(try CronExpression(text).minutesOfDay == minutes)
  }

  @Test(
    "days",
    arguments: [
      ("0 2 * * 1-5", [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 30]),
      ("0 2 * * sun", [1, 8, 15, 22, 29]), ("0 2 * * 0", [1, 8, 15, 22, 29]),
      ("0 2 * * 7", [1, 8, 15, 22, 29]),
      ("0 2 1-15/7 * *", [1, 8, 15]), ("0 2 31 * *", []), ("0 2 * DEC *", []), ("0 2 3 nov-dec *", [3]),
      // Both days given: either is enough.
      ("0 2 4 * MON", [2, 4, 9, 16, 23, 30]), ("0 2 */10 * 6,SUN", [1, 7, 8, 11, 14, 15, 21, 22, 28, 29]),
      ("@weekly", [1, 8, 15, 22, 29]), ("@monthly", [1]), ("@yearly", []),
    ])
  func days(text: String, days: [Int]) throws {
    #expect(try november(text) == days)
  }

  @Test("a day of the week with 0-7 is every day, and text keeps what was written")
  func wholeWeek() throws {
    #expect(try november("0 2 * * 0-7").count == 30)
    #expect(try CronExpression(" @Daily ").text == "@Daily")
    #expect(try CronExpression("0  2 * *  MON").text == "0 2 * * MON")
  }

  @Test(
    "a wrong field is named with what to write",
    arguments: [
      ("60 2 * * *", "minute", "0 to 59"), ("0 24 * * *", "hour", "0 to 23"),
      ("0 2 0 * *", "day of month", "1 to 31"),
      ("0 2 * 13 *", "month", "1 to 12"), ("0 2 * * 8", "day of week", "0 to 7"),
      ("0 2 * * FUN", "day of week", "names such as SUN"), ("0 2 * * FRI-MON", "day of week", "FRI-7,0-MON"),
      ("50-10 2 * * *", "minute", "50-59,0-10"), ("*/0 2 * * *", "minute", "step"),
      ("5/10 2 * * *", "minute", "5-59/10"),
      ("1,,2 2 * * *", "minute", "not known"), (", 2 * * *", "minute", "not known"),
      ("-5 2 * * *", "minute", "not known"),
      ("1-2-3 2 * * *", "minute", "not known"), ("*/2/3 2 * * *", "minute", "not known"),
      ("99999 2 * * *", "minute", "not known"), ("٣ 2 * * *", "minute", "not known"),
      ("L 2 * * *", "minute", "not known"),
      ("0 2 * *", "cron", "4 fields"), ("0 0 2 * * *", "cron", "6 fields"), ("", "cron", "0 fields"),
      ("@reboot", "cron", "@daily"), ("@daily 5", "cron", "@daily"),
    ])
  func wrong(text: String, field: String, part: String) {
    let error = #expect(throws: CronError.self) { try CronExpression(text) }
    #expect(error?.field == field)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }
}
