/// How far a worker has claimed in each run, so that its next claim does not look again at tasks that are done.
///
/// A snapshot held elsewhere keeps the index entries of done tasks from being removed, and a claim that began at the first
/// task would step over all of them. What lies before the cursor, such as a lease that has ended or a task to be tried
/// again, is found by a look at everything now and then, for at most a fiftieth of the time.
public struct ClaimCursor: Sendable {
  /// The last task claimed, by run.
  private(set) var last: [Int32: Int32] = [:]
  /// Looks at everything come so long after one another, at the least.
  private let shortestInterval: Duration
  private var nextFullLook: ContinuousClock.Instant?

  public init(shortestInterval: Duration = .seconds(1)) { self.shortestInterval = shortestInterval }

  func needsFullLook(at now: ContinuousClock.Instant) -> Bool { nextFullLook.map { $0 <= now } ?? true }

  /// Long looks come more rarely, but a task whose worker has died is not left for more than a few seconds.
  mutating func tookFullLook(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) {
    nextFullLook = end + min(max(shortestInterval, (end - start) * 50), .seconds(4))
    if last.count > 1_000 { last = [:] }
  }

  mutating func advance(run: Int32, task: Int32) { last[run] = max(last[run] ?? 0, task) }
}
