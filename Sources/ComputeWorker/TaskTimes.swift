/// Where a task's wall time went, in seconds.
public struct TaskTimes: Sendable, Hashable {
  /// Reading from the database: positions with their terms, or the parts of a roll-up.
  public internal(set) var load = 0.0
  /// Computing.
  public internal(set) var price = 0.0
  /// Writing results, with the commit.
  public internal(set) var store = 0.0

  public var total: Double { load + price + store }

  private var last: ContinuousClock.Instant

  /// Starts the clock.
  init() { last = ContinuousClock.now }

  /// Adds the time since the last lap, or the start, to one of the parts.
  mutating func lap(_ part: WritableKeyPath<TaskTimes, Double>) {
    let now = ContinuousClock.now
    self[keyPath: part] += (now - last) / .seconds(1)
    last = now
  }
}
