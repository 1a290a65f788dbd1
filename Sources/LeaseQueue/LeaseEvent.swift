/// What can happen to a task.
public enum LeaseEvent: Sendable, Hashable {
  /// A worker asks for the task. A lease that has ended is taken over; the claim that follows an ended last attempt buries the task instead.
  case claimed(worker: String)
  /// The holder is still at work.
  case heartbeat(fence: Int64)
  /// The holder has results to store.
  case completed(fence: Int64)
  /// The holder gives up this attempt. `retryable` is false when another attempt would fail the same way.
  case failed(fence: Int64, error: String, retryable: Bool)
  /// The holder stops without having failed, as on a shutdown; the attempt does not count.
  case released(fence: Int64)
  /// The lease ran out without a heartbeat.
  case leaseExpired
  /// A person asks for a dead task to be tried again, with all its attempts.
  case requeued
  /// The task's run was cancelled.
  case cancelled
}

/// What the store does when an event has been accepted.
public enum LeaseAction: Sendable, Hashable {
  /// Hand the task to the worker, with this fence, until then.
  case start(fence: Int64, leaseUntil: Int64)
  /// The lease now lasts until then.
  case extend(leaseUntil: Int64)
  /// Store the results in the transaction that stores this state.
  case acceptResults
  /// Let it wait until then for another attempt.
  case retry(notBefore: Int64)
  /// It is dead; keep the error.
  case bury(error: String)
}

/// Why an event was refused; the task has not changed.
public enum LeaseRefusal: Error, Sendable, Hashable {
  /// The sender's claim is not the present one: its lease was taken over, or the task was cancelled or finished.
  case leaseLost(state: TaskState, fence: Int64)
  /// Somebody holds a lease that has not ended.
  case held(until: Int64)
  /// It waits for its next attempt.
  case notYet(notBefore: Int64)
  /// The task is final.
  case final(TaskState)
  /// Only a dead task can be requeued.
  case notDead(TaskState)
}
