/// What a task took: where its wall time went, in seconds, and how much it held.
public struct TaskCost: Sendable, Hashable {
  /// Reading from the database: positions with their terms, or the parts of a roll-up.
  public internal(set) var load = 0.0
  /// Computing.
  public internal(set) var price = 0.0
  /// Writing results, with the commit.
  public internal(set) var store = 0.0
  /// The most positions whose terms or results were held at once; 0 for a roll-up.
  public internal(set) var positionsHeld = 0
  /// How often positions were loaded, worked and written: 1 for a task within its memory; 0 for a roll-up.
  public internal(set) var parts = 0

  public var total: Double { load + price + store }

  private var last: ContinuousClock.Instant

  /// Starts the clock.
  init() { last = ContinuousClock.now }

  /// Adds the time since the last lap, or the start, to one of the times.
  mutating func lap(_ time: WritableKeyPath<TaskCost, Double>) {
    let now = ContinuousClock.now
    self[keyPath: time] += (now - last) / .seconds(1)
    last = now
  }

  /// Counts a part of so many positions.
  mutating func add(part count: Int) {
    parts += 1
    positionsHeld = max(positionsHeld, count)
  }
}
