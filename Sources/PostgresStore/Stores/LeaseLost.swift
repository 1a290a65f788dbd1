public import RunRecords

/// The worker's claim is no longer the present one: nothing it has may be stored.
public struct LeaseLost: Error, Sendable, Hashable, CustomStringConvertible {
  public let runID: RunID
  public let taskNumber: Int32
  /// The claim that was presented.
  public let fence: Int64

  public var description: String {
    "the lease of task \(taskNumber) of run \(runID) was lost (claim \(fence)); its results are dropped"
  }
}
