/// The lease of one task, as a pure state machine: an event comes in, the new state and an action come out.
///
/// Nothing here reads a clock or a store. Times are milliseconds of one clock, the store's. The fence is the number of
/// the claim: it grows with every claim and never repeats, so a holder that lost its lease without noticing is told apart
/// from the present one and refused.
public struct LeasedTask: Sendable, Hashable {
  public internal(set) var state: TaskState
  /// The number of the last claim; 0 before the first. Never decreases.
  public internal(set) var fence: Int64
  /// Claims since the task was created or last requeued.
  public internal(set) var attempts: Int
  /// Who holds the lease; `nil` unless `RUNNING`.
  public internal(set) var holder: String?
  /// When the lease ends; `nil` unless `RUNNING`.
  public internal(set) var leaseUntil: Int64?
  /// Not to be claimed before this time.
  public internal(set) var notBefore: Int64
  /// Why the last attempt that ended without success did so; `nil` when none has.
  public internal(set) var error: String?

  /// A task that waits for its first claim.
  public init(notBefore: Int64 = 0) {
    self.init(
      state: .queued, fence: 0, attempts: 0, holder: nil, leaseUntil: nil, notBefore: notBefore, error: nil)
  }

  /// A task as a store holds it.
  public init(
    state: TaskState, fence: Int64, attempts: Int, holder: String?, leaseUntil: Int64?, notBefore: Int64,
    error: String?
  ) {
    self.state = state
    self.fence = fence
    self.attempts = attempts
    self.holder = holder
    self.leaseUntil = leaseUntil
    self.notBefore = notBefore
    self.error = error
  }
}
