public import LeaseQueue

/// How a worker works.
public struct WorkerOptions: Sendable {
  /// Names the worker to people, such as host and process.
  public var name: String
  /// Whether to end once no task waits or runs anywhere.
  public var untilIdle: Bool
  /// Tasks worked on at once; at least 1.
  public var threads: Int
  /// Sessions that the threads share, at least 1; one more is for leases and messages.
  public var connections: Int
  /// Bytes of positions and results that a task may hold at once; a task of more is worked in parts.
  public var taskMemory: Int
  /// Tasks claimed at once; more save round trips, fewer share work better at the end of a run.
  public var claimLimit: Int
  /// Positions priced together; sets how often a stop is noticed.
  public var chunk: Int
  public var policy: LeasePolicy

  public init(
    name: String, untilIdle: Bool = false, threads: Int = 1, connections: Int? = nil,
    taskMemory: Int = WorkerOptions.defaultTaskMemory, claimLimit: Int = 2, chunk: Int = 2_000,
    policy: LeasePolicy = .standard
  ) {
    precondition(threads >= 1 && connections ?? 1 >= 1, "a worker has a thread and a session")
    self.name = name
    self.untilIdle = untilIdle
    self.threads = threads
    self.connections = min(threads, connections ?? 8)
    self.taskMemory = taskMemory
    self.claimLimit = claimLimit
    self.chunk = chunk
    self.policy = policy
  }

  public static let defaultTaskMemory = 256 << 20

  /// Bytes that tasks may leave for the next ones, those of all threads and runs together: as much again as they may hold.
  var keptMemory: Int { threads * taskMemory }

  /// The holders of leases: the worker's own name, or with several threads a number after it.
  var threadNames: [String] { threads == 1 ? [name] : (1...threads).map { "\(name)-\($0)" } }
}
