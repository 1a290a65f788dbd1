public import DatesAndConventions

/// Times of the trail as text.
public enum AuditTime {
  /// Milliseconds since 1970-01-01 UTC as ISO 8601, such as `2026-11-21T16:00:00.000Z`.
  public static func text(_ milliseconds: Int64) -> String {
    let day = 86_400_000 as Int64
    let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: day)
    let inDay = rest < 0 ? rest + day : rest
    let date = CivilDate(dayNumber: Int32(clamping: rest < 0 ? days - 1 : days))
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let clock = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1_000 % 60].map { padded($0, 2) }
    return "\(date)T\(clock.joined(separator: ":")).\(padded(inDay % 1_000, 3))Z"
  }
}

extension CivilDate {
  /// Milliseconds from 1970-01-01 UTC to the day's beginning in UTC.
  public var beginning: Int64 { Int64(dayNumber) * 86_400_000 }
}
