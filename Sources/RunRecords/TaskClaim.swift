public import Instruments

/// A task in the hands of one worker, as long as its lease lasts.
public struct TaskClaim: Sendable, Hashable {
  public let runNumber: Int32
  public let runID: RunID
  /// Within the run, from 1.
  public let taskNumber: Int32
  public let kind: TaskKind
  /// `nil` for a roll-up.
  public let productType: ProductType?
  /// The hash bucket, 0 for a roll-up.
  public let bucket: Int
  public let bucketCount: Int
  public let positionCount: Int
  /// The store's short number of the run's positions.
  public let positionSnapshotNumber: Int32
  public let marketSnapshotID: String
  /// Presented with every later call about this task; refused when it is no longer the present one.
  public let fence: Int64
  /// 1 for the first.
  public let attempt: Int
  public let worker: String

  public init(
    runNumber: Int32, runID: RunID, taskNumber: Int32, kind: TaskKind, productType: ProductType?, bucket: Int,
    bucketCount: Int, positionCount: Int, positionSnapshotNumber: Int32, marketSnapshotID: String,
    fence: Int64,
    attempt: Int, worker: String
  ) {
    self.runNumber = runNumber
    self.runID = runID
    self.taskNumber = taskNumber
    self.kind = kind
    self.productType = productType
    self.bucket = bucket
    self.bucketCount = bucketCount
    self.positionCount = positionCount
    self.positionSnapshotNumber = positionSnapshotNumber
    self.marketSnapshotID = marketSnapshotID
    self.fence = fence
    self.attempt = attempt
    self.worker = worker
  }
}
