extension LeasedTask {
  /// Applies `event` at time `now`.
  ///
  /// - Parameters:
  ///   - now: Milliseconds of the store's clock.
  ///   - seed: Fixes the jitter of a retry; take it from the task's identity.
  /// - Throws: `LeaseRefusal` when the event does not fit; the task is then unchanged.
  public mutating func apply(
    _ event: LeaseEvent, at now: Int64, policy: LeasePolicy, seed: UInt64
  ) throws(LeaseRefusal) -> LeaseAction {
    switch event {
    case .claimed(let worker): return try claim(worker: worker, at: now, policy: policy)
    case .heartbeat(let presented):
      try requireHolder(presented)
      let until = now + policy.leaseMilliseconds
      leaseUntil = until
      return .extend(leaseUntil: until)
    case .completed(let presented):
      // A lease that ended but was not taken over still completes: nobody else has begun.
      try requireHolder(presented)
      state = .succeeded
      release()
      return .acceptResults
    case .failed(let presented, let error, let retryable):
      try requireHolder(presented)
      return endAttempt(error: error, retryable: retryable, at: now, policy: policy, seed: seed)
    case .released(let presented):
      try requireHolder(presented)
      state = .queued
      attempts -= 1
      notBefore = now
      release()
      return .retry(notBefore: now)
    case .leaseExpired:
      return try expire(at: now, policy: policy)
    case .requeued:
      guard state == .dead else { throw .notDead(state) }
      state = .queued
      attempts = 0
      notBefore = now
      return .retry(notBefore: now)
    case .cancelled:
      if state.isFinal { throw .final(state) }
      return bury("cancelled")
    }
  }

  private mutating func claim(
    worker: String, at now: Int64, policy: LeasePolicy
  ) throws(LeaseRefusal) -> LeaseAction {
    switch state {
    case .succeeded, .dead: throw .final(state)
    case .running:
      if let leaseUntil, leaseUntil > now { throw .held(until: leaseUntil) }
      let expired = try expire(at: now, policy: policy)
      if state == .dead { return expired }
    case .queued, .failed:
      if notBefore > now { throw .notYet(notBefore: notBefore) }
    }
    fence += 1
    attempts += 1
    let until = now + policy.leaseMilliseconds
    state = .running
    holder = worker
    leaseUntil = until
    return .start(fence: fence, leaseUntil: until)
  }

  /// A crash is no reason to wait: an ended lease makes the task ready at once, unless it was the last attempt.
  private mutating func expire(at now: Int64, policy: LeasePolicy) throws(LeaseRefusal) -> LeaseAction {
    guard state == .running, let leaseUntil else { throw .leaseLost(state: state, fence: fence) }
    if leaseUntil > now { throw .held(until: leaseUntil) }
    let message = "the lease of attempt \(attempts) ended without a heartbeat from \(holder ?? "its worker")"
    if attempts >= policy.maxAttempts { return bury(message) }
    state = .queued
    error = message
    notBefore = now
    release()
    return .retry(notBefore: now)
  }

  private mutating func endAttempt(
    error message: String, retryable: Bool, at now: Int64, policy: LeasePolicy, seed: UInt64
  ) -> LeaseAction {
    guard retryable, attempts < policy.maxAttempts else { return bury(message) }
    let next = now + policy.backoff(afterAttempt: attempts, seed: seed)
    state = .failed
    error = message
    notBefore = next
    release()
    return .retry(notBefore: next)
  }

  private mutating func bury(_ message: String) -> LeaseAction {
    state = .dead
    error = message
    release()
    return .bury(error: message)
  }

  private mutating func release() {
    holder = nil
    leaseUntil = nil
  }

  private func requireHolder(_ presented: Int64) throws(LeaseRefusal) {
    guard state == .running, presented == fence else { throw .leaseLost(state: state, fence: fence) }
  }
}
