import Instruments
import LeaseQueue
import RunRecords

/// A row of `run_task` in hand: its lease and what it is about.
struct StoredTask {
  let runNumber: Int32
  let taskNumber: Int32
  var lease: LeasedTask
  /// The server's clock, in milliseconds since 1970.
  let now: Int64
  let kind: TaskKind
  let productType: ProductType?
  let bucket: Int
  let positionCount: Int
  let runID: RunID
  let bucketCount: Int
  let positionSnapshotNumber: Int32
  let marketSnapshotID: String

  /// A row of `TaskQueue.selectTask`.
  init(_ row: PostgresRow) throws {
    guard let state = TaskState(rawValue: row.text(2)) else {
      throw StoreError.unreadable("'\(row.text(2))' is not a task state")
    }
    runNumber = row.int32(0)
    taskNumber = row.int32(1)
    lease = LeasedTask(
      state: state, fence: Int64(row.int(3)), attempts: row.int(4), holder: row.optionalText(5),
      leaseUntil: row.optionalInt(6).map(Int64.init), notBefore: Int64(row.int(7)), error: row.optionalText(8)
    )
    now = Int64(row.int(9))
    kind = try RunStore.kind(row.text(10))
    productType = try row.optionalText(11).map(PostgresStore.productType)
    bucket = row.int(12)
    positionCount = row.int(13)
    runID = try RunStore.id(row.text(14))
    bucketCount = row.int(15)
    positionSnapshotNumber = row.int32(16)
    marketSnapshotID = row.text(17)
  }

  /// What people call it.
  var label: String { productType.map { "\($0.rawValue) bucket \(bucket)" } ?? "roll-up" }

  mutating func apply(_ event: LeaseEvent, _ policy: LeasePolicy) throws(LeaseRefusal) -> LeaseAction {
    let seed = UInt64(UInt32(bitPattern: runNumber)) << 32 | UInt64(UInt32(bitPattern: taskNumber))
    return try lease.apply(event, at: now, policy: policy, seed: seed)
  }

  func claim(fence: Int64, worker: String) -> TaskClaim {
    TaskClaim(
      runNumber: runNumber, runID: runID, taskNumber: taskNumber, kind: kind, productType: productType,
      bucket: bucket, bucketCount: bucketCount, positionCount: positionCount,
      positionSnapshotNumber: positionSnapshotNumber, marketSnapshotID: marketSnapshotID, fence: fence,
      attempt: lease.attempts, worker: worker)
  }
}
