import LeaseQueue
import Testing

@Suite("A task's lease")
struct LeasedTaskTests {
  let policy = LeasePolicy(
    leaseMilliseconds: 10_000, heartbeatMilliseconds: 3_000, maxAttempts: 3, firstBackoffMilliseconds: 1_000,
    longestBackoffMilliseconds: 8_000)

  private func applying(
    _ event: LeaseEvent, to task: inout LeasedTask, at now: Int64
  ) throws(LeaseRefusal) -> LeaseAction {
    try task.apply(event, at: now, policy: policy, seed: 7)
  }

  @Test("a claim, a heartbeat and a completion")
  func plainLife() throws {
    var task = LeasedTask()
    #expect(try applying(.claimed(worker: "a"), to: &task, at: 100) == .start(fence: 1, leaseUntil: 10_100))
    #expect(task.state == .running && task.holder == "a" && task.attempts == 1)
    #expect(try applying(.heartbeat(fence: 1), to: &task, at: 3_100) == .extend(leaseUntil: 13_100))
    #expect(try applying(.completed(fence: 1), to: &task, at: 5_000) == .acceptResults)
    #expect(task.state == .succeeded && task.holder == nil && task.leaseUntil == nil)
    #expect(throws: LeaseRefusal.final(.succeeded)) {
      try applying(.claimed(worker: "b"), to: &task, at: 6_000)
    }
    #expect(throws: LeaseRefusal.final(.succeeded)) { try applying(.cancelled, to: &task, at: 6_000) }
  }

  @Test("a lease that has not ended is respected, one that has is taken over, and the old holder is refused")
  func takeOver() throws {
    var task = LeasedTask()
    _ = try applying(.claimed(worker: "a"), to: &task, at: 0)
    #expect(throws: LeaseRefusal.held(until: 10_000)) {
      try applying(.claimed(worker: "b"), to: &task, at: 9_999)
    }
    #expect(
      try applying(.claimed(worker: "b"), to: &task, at: 10_000) == .start(fence: 2, leaseUntil: 20_000))
    let before = task
    for late in [
      LeaseEvent.completed(fence: 1), .heartbeat(fence: 1), .failed(fence: 1, error: "x", retryable: true),
    ] {
      #expect(throws: LeaseRefusal.leaseLost(state: .running, fence: 2)) {
        try applying(late, to: &task, at: 10_001)
      }
    }
    #expect(task == before)
    #expect(try applying(.completed(fence: 2), to: &task, at: 11_000) == .acceptResults)
  }

  @Test("an ended lease that nobody took over still completes")
  func lateButAlone() throws {
    var task = LeasedTask()
    _ = try applying(.claimed(worker: "a"), to: &task, at: 0)
    #expect(try applying(.completed(fence: 1), to: &task, at: 60_000) == .acceptResults)
  }

  @Test("failures wait longer each time, then the task is dead with its error, and can be requeued")
  func retriesThenDead() throws {
    var task = LeasedTask()
    var now: Int64 = 0
    var waits: [Int64] = []
    for attempt in 1...2 {
      _ = try applying(.claimed(worker: "a"), to: &task, at: now)
      let action = try applying(
        .failed(fence: Int64(attempt), error: "boom", retryable: true), to: &task, at: now)
      guard case .retry(let next) = action else { throw LeaseRefusal.final(task.state) }
      waits.append(next - now)
      #expect(task.state == .failed)
      #expect(throws: LeaseRefusal.notYet(notBefore: next)) {
        try applying(.claimed(worker: "b"), to: &task, at: next - 1)
      }
      now = next
    }
    #expect((500...1_000).contains(waits[0]) && (1_000...2_000).contains(waits[1]))
    _ = try applying(.claimed(worker: "a"), to: &task, at: now)
    #expect(
      try applying(.failed(fence: 3, error: "last", retryable: true), to: &task, at: now)
        == .bury(error: "last"))
    #expect(task.state == .dead && task.error == "last")
    #expect(try applying(.requeued, to: &task, at: now) == .retry(notBefore: now))
    #expect(task.attempts == 0 && task.fence == 3 && task.error == "last")
    #expect(
      try applying(.claimed(worker: "a"), to: &task, at: now) == .start(fence: 4, leaseUntil: now + 10_000))
  }

  @Test("an error that would come again is not tried again")
  func notRetryable() throws {
    var task = LeasedTask()
    _ = try applying(.claimed(worker: "a"), to: &task, at: 0)
    #expect(
      try applying(.failed(fence: 1, error: "no such snapshot", retryable: false), to: &task, at: 0)
        == .bury(error: "no such snapshot"))
  }

  @Test("a task that ends its worker each time is dead after the last attempt")
  func poison() throws {
    var task = LeasedTask()
    for attempt in 1...3 {
      let now = Int64(attempt) * 10_000
      #expect(
        try applying(.claimed(worker: "w"), to: &task, at: now)
          == .start(fence: Int64(attempt), leaseUntil: now + 10_000))
    }
    let action = try applying(.claimed(worker: "w"), to: &task, at: 40_000)
    #expect(action == .bury(error: "the lease of attempt 3 ended without a heartbeat from w"))
    #expect(task.state == .dead && task.fence == 3)
  }

  @Test("a task given back is ready at once, and the attempt does not count")
  func givenBack() throws {
    var task = LeasedTask()
    for round in Int64(1)...10 {
      _ = try applying(.claimed(worker: "a"), to: &task, at: round)
      #expect(try applying(.released(fence: round), to: &task, at: round) == .retry(notBefore: round))
    }
    #expect(task.state == .queued && task.attempts == 0 && task.fence == 10)
    #expect(throws: LeaseRefusal.leaseLost(state: .queued, fence: 10)) {
      try applying(.released(fence: 10), to: &task, at: 20)
    }
  }

  @Test("only a dead task is requeued, and a cancelled one takes no results")
  func refusals() throws {
    var task = LeasedTask()
    #expect(throws: LeaseRefusal.notDead(.queued)) { try applying(.requeued, to: &task, at: 0) }
    #expect(throws: LeaseRefusal.leaseLost(state: .queued, fence: 0)) {
      try applying(.leaseExpired, to: &task, at: 0)
    }
    _ = try applying(.claimed(worker: "a"), to: &task, at: 0)
    #expect(throws: LeaseRefusal.held(until: 10_000)) { try applying(.leaseExpired, to: &task, at: 5_000) }
    #expect(try applying(.cancelled, to: &task, at: 1) == .bury(error: "cancelled"))
    #expect(throws: LeaseRefusal.leaseLost(state: .dead, fence: 1)) {
      try applying(.completed(fence: 1), to: &task, at: 2)
    }
  }
}
