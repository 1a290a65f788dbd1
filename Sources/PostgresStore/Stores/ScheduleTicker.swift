public import RunRecords
import Synchronization

/// Ticks the schedules now and then, for processes that have a connection and pass by often.
///
/// Any number of processes may have one; a tick with nothing due is one query that reads an index.
public final class ScheduleTicker: Sendable {
  /// Between two ticks of one process.
  public static let interval: Duration = .seconds(15)

  private let codeVersion: String
  private let limits: RunLimits
  private let random: @Sendable () -> UInt64
  private let next = Mutex<ContinuousClock.Instant?>(nil)

  /// - Parameters:
  ///   - codeVersion: The version of this program, written into runs.
  ///   - limits: A firing whose run would exceed one fails and says so.
  ///   - random: Tells apart the ids of runs made in the same millisecond.
  public init(
    codeVersion: String, limits: RunLimits = .standard, random: @escaping @Sendable () -> UInt64
  ) {
    self.codeVersion = codeVersion
    self.limits = limits
    self.random = random
  }

  /// Ticks, unless it has done so within the interval. The firings that this call settled.
  public func tickIfDue(_ connection: PostgresConnection) throws -> [ScheduleFiring] {
    let isDue = next.withLock { next in
      let now = ContinuousClock.now
      if let next, now < next { return false }
      next = now + ScheduleTicker.interval
      return true
    }
    guard isDue else { return [] }
    return try ScheduleStore(connection).tick(codeVersion: codeVersion, limits: limits, random: random)
  }
}
