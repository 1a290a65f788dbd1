public import Instruments

/// A run that has succeeded, and how long it took.
public struct FinishedRun: Sendable, Hashable {
  public let request: RunRequest
  public let positionCounts: [ProductType: Int]
  /// From the first claim to the end.
  public let elapsedSeconds: Double
  /// Workers that completed tasks of it.
  public let workers: Int

  public init(
    request: RunRequest, positionCounts: [ProductType: Int], elapsedSeconds: Double, workers: Int
  ) {
    self.request = request
    self.positionCounts = positionCounts
    self.elapsedSeconds = elapsedSeconds
    self.workers = workers
  }
}
