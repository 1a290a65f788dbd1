import LeaseQueue
import Testing

/// Random histories of a few workers that stall, crash, fail and come back late.
@Suite("Random lease histories")
struct LeaseHistoryTests {
  /// xorshift64*: enough for a test, and the same everywhere.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return state &* 2_685_821_657_736_338_717
    }
  }

  @Test("never two effective holders, never a late completion, and every task ends")
  func histories() {
    let policy = LeasePolicy(
      leaseMilliseconds: 1_000, heartbeatMilliseconds: 300, maxAttempts: 4, firstBackoffMilliseconds: 50,
      longestBackoffMilliseconds: 400)
    var endings: [TaskState: Int] = [:]
    for seed in UInt64(1)...10_000 {
      var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15)
      var task = LeasedTask()
      var held: [String: Int64] = [:]  // what each worker believes its fence to be
      var now: Int64 = 0
      var completions = 0
      var steps = 0
      var lastFence: Int64 = 0
      while !task.state.isFinal {
        steps += 1
        // Left alone in the end, a task must become final: after many steps only claims and completions come.
        let winding = steps > 60
        now += Int64.random(in: 0...(winding ? 400 : 700), using: &random)
        let worker = "w\(Int.random(in: 0...2, using: &random))"
        let event: LeaseEvent
        if let fence = held[worker], !winding || fence == task.fence {
          switch Int.random(in: 0..<(winding ? 1 : 10), using: &random) {
          case 0: event = .completed(fence: fence)
          case 1, 2: event = .failed(fence: fence, error: "e", retryable: Bool.random(using: &random))
          case 3...6: event = .heartbeat(fence: fence)
          case 7: event = Bool.random(using: &random) ? .leaseExpired : .released(fence: fence)
          default:
            held[worker] = nil  // the worker crashes and forgets
            continue
          }
        } else {
          switch Int.random(in: 0..<(winding ? 1 : 12), using: &random) {
          case 10: event = .leaseExpired
          case 11: event = .cancelled
          default: event = .claimed(worker: worker)
          }
        }
        let before = task
        let result = Result { () throws(LeaseRefusal) in
          try task.apply(event, at: now, policy: policy, seed: seed)
        }
        check(event, result, before: before, after: task, now: now, policy: policy)
        if case .success(.start(let fence, _)) = result {
          #expect(fence > lastFence)
          lastFence = fence
          held[worker] = fence
        }
        if case .success(.acceptResults) = result { completions += 1 }
        #expect(steps < 5_000, "history \(seed) does not end")
        if steps >= 5_000 { return }
      }
      #expect(completions == (task.state == .succeeded ? 1 : 0))
      // Nobody changes a final task.
      for fence in 0...(task.fence + 1) {
        let end = task
        #expect(throws: LeaseRefusal.self) {
          try task.apply(.completed(fence: fence), at: now + 1, policy: policy, seed: seed)
        }
        #expect(task == end)
      }
      endings[task.state, default: 0] += 1
    }
    #expect(endings[.succeeded, default: 0] > 1_000 && endings[.dead, default: 0] > 1_000)
  }

  private func check(
    _ event: LeaseEvent, _ result: Result<LeaseAction, LeaseRefusal>, before: LeasedTask, after: LeasedTask,
    now: Int64, policy: LeasePolicy
  ) {
    switch result {
    case .failure: #expect(after == before)
    case .success(let action):
      #expect(after.fence >= before.fence && after.attempts <= policy.maxAttempts)
      #expect((after.state == .running) == (after.holder != nil && after.leaseUntil != nil))
      switch action {
      case .start(let fence, _):
        // The lease of any earlier holder has ended.
        #expect(before.state != .running || before.leaseUntil! <= now)
        #expect(fence == before.fence + 1)
      case .acceptResults:
        guard case .completed(let fence) = event else {
          Issue.record("results accepted without a completion")
          return
        }
        #expect(before.state == .running && fence == before.fence)
      case .extend(let until): #expect(until == now + policy.leaseMilliseconds)
      case .retry(let notBefore): #expect(notBefore >= now && !after.state.isFinal)
      case .bury(let error): #expect(after.state == .dead && after.error == error)
      }
    }
  }
}
