/// How a run's tasks are taken by workers. It decides when results come, never what they are.
public struct RunQueueing: Sendable, Hashable {
  /// Each point is worth ten minutes of waiting: a run is claimed from before another of priority 0 that was created up
  /// to ten minutes earlier per point, and after that waits its turn. From -1000 to 1000.
  public let priority: Int
  /// Most of its tasks in the hands of workers at once, at least 1; `nil` for no limit.
  public let maxRunning: Int?

  public init(priority: Int = 0, maxRunning: Int? = nil) {
    self.priority = priority
    self.maxRunning = maxRunning
  }

  /// What is out of range; empty when nothing is.
  public func problems() -> [RunRequestProblem] {
    var problems: [RunRequestProblem] = []
    if !(-1_000...1_000).contains(priority) {
      problems.append(
        RunRequestProblem(field: "priority", message: "\(priority) is out of range; write -1000 to 1000"))
    }
    if let maxRunning, !(1...1_000_000).contains(maxRunning) {
      problems.append(
        RunRequestProblem(
          field: "max_running",
          message: "\(maxRunning) is out of range; write 1 to 1000000, or leave it out for no limit"))
    }
    return problems
  }
}
