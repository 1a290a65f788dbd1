public import Instruments

/// A task as stored, for people who watch a run.
public struct TaskRecord: Sendable, Hashable, Encodable {
  /// Within the run, from 1.
  public let number: Int32
  public let kind: TaskKind
  /// `nil` for a roll-up.
  public let productType: ProductType?
  public let bucket: Int
  public let positionCount: Int
  /// `QUEUED`, `RUNNING`, `SUCCEEDED`, `FAILED` or `DEAD`.
  public let state: String
  /// Claims since the task was created or last requeued.
  public let attempts: Int
  /// The worker that holds it; `nil` unless running.
  public let holder: String?
  /// Why the last unsuccessful attempt ended.
  public let error: String?
  /// From the last claim to its end; `nil` before.
  public let elapsedMilliseconds: Int64?

  private enum CodingKeys: String, CodingKey {
    case number = "taskNumber", kind, productType, bucket, positionCount, state, attempts
    case holder = "worker", error, elapsedMilliseconds
  }

  public init(
    number: Int32, kind: TaskKind, productType: ProductType?, bucket: Int, positionCount: Int, state: String,
    attempts: Int, holder: String?, error: String?, elapsedMilliseconds: Int64?
  ) {
    self.number = number
    self.kind = kind
    self.productType = productType
    self.bucket = bucket
    self.positionCount = positionCount
    self.state = state
    self.attempts = attempts
    self.holder = holder
    self.error = error
    self.elapsedMilliseconds = elapsedMilliseconds
  }
}
