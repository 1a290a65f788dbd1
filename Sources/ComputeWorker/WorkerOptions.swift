public import LeaseQueue

/// How a worker works.
public struct WorkerOptions: Sendable {
  /// Names the worker to people, such as host and process.
  public var name: String
  /// Whether to end once no task waits or runs anywhere.
  public var untilIdle: Bool
  /// Tasks claimed at once; more save round trips, fewer share work better at the end of a run.
  public var claimLimit: Int
  /// Positions priced together; bounds memory and sets how often a stop is noticed.
  public var chunk: Int
  public var policy: LeasePolicy

  public init(
    name: String, untilIdle: Bool = false, claimLimit: Int = 2, chunk: Int = 2_000,
    policy: LeasePolicy = .standard
  ) {
    self.name = name
    self.untilIdle = untilIdle
    self.claimLimit = claimLimit
    self.chunk = chunk
    self.policy = policy
  }
}
