import DatesAndConventions
import Foundation

/// The local times of one zone and the instants, in seconds since 1970-01-01 UTC, that they stand for.
struct LocalClock {
  let zone: TimeZone

  static let day: Int64 = 86_400

  /// Seconds that local time is ahead of UTC.
  func offset(at instant: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
  }

  /// The local date and the whole minutes since its midnight.
  func local(_ instant: Int64) -> (date: CivilDate, minute: Int) {
    let seconds = instant + offset(at: instant)
    let days = Int64((Double(seconds) / Double(Self.day)).rounded(.down))
    return (CivilDate(dayNumber: Int32(days)), Int(seconds - days * Self.day) / 60)
  }

  /// The instant of a local time. One that comes twice stands for the first; one that is skipped stands for the
  /// moment at which the clock skips it. So a later local time never stands for an earlier instant.
  func instant(_ date: CivilDate, minute: Int) -> Int64 {
    let local = Int64(date.dayNumber) * Self.day + Int64(minute) * 60
    // A zone does not change its offset twice within two days.
    let before = offset(at: local - Self.day)
    let after = offset(at: local + Self.day)
    for candidate in [before, after] where offset(at: local - candidate) == candidate {
      return local - candidate
    }
    var last = local - after  // still on the old offset
    var first = local - before  // already on the new one
    while first - last > 1 {
      let middle = last + (first - last) / 2
      if offset(at: middle) == before { last = middle } else { first = middle }
    }
    return first
  }
}
