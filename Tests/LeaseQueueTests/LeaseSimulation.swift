import LeaseQueue

/// One random history of a few tasks in a store and a few workers that reach it through a bad network.
///
/// Messages are delayed, sent twice and overtake each other; workers crash, pause and go on as if nothing had been; their
/// clocks run apart from the store's. The same seed gives the same history. What must hold is checked at every step by
/// the simulation's own books, which know nothing of the lease machine's fields beyond what a store would see.
struct LeaseSimulation {
  /// What a history must not do, with when.
  struct Violation: Error, CustomStringConvertible {
    let seed: UInt64
    let step: Int
    let what: String
    var description: String { "history \(seed), step \(step): \(what)" }
  }

  /// What a history came to, so that a test can tell that the histories did something.
  struct Outcome {
    var succeeded = 0
    var dead = 0
    var takeOvers = 0
    var lateRefusals = 0
    var duplicates = 0
    var crashes = 0
    var pauses = 0
  }

  private struct Worker {
    /// Store time plus this is what the worker's clock shows.
    var skew: Int64
    var pausedUntil: Int64 = 0
    /// What it believes to hold, by task: the fence and when it means to be done, on its own clock.
    var held: [Int: (fence: Int64, doneAt: Int64)] = [:]
  }

  private struct Message {
    let deliverAt: Int64
    let order: Int
    let worker: Int
    let task: Int
    let event: LeaseEvent
  }

  let seed: UInt64
  private let policy: LeasePolicy
  private var random: SplitMix64
  private var tasks: [LeasedTask]
  private var workers: [Worker]
  private var wire: [Message] = []
  private var now: Int64
  private var step = 0
  private var sent = 0
  private(set) var outcome = Outcome()

  // The simulation's own books, per task.
  private var effects: [Int]
  private var lastFence: [Int64]
  private var granted: [(fence: Int64, until: Int64)?]
  private var attemptsEnded: [Int]
  private var claims: [Int]

  init(seed: UInt64) {
    self.seed = seed
    var random = SplitMix64(state: seed)
    let count = Int(random.below(3)) + 1
    policy = LeasePolicy(
      leaseMilliseconds: 1_000 + random.below(2_000), heartbeatMilliseconds: 200 + random.below(500),
      maxAttempts: Int(random.below(4)) + 1, firstBackoffMilliseconds: random.below(100),
      longestBackoffMilliseconds: 100 + random.below(400))
    tasks = (0..<count).map { _ in LeasedTask() }
    workers = (0...Int(random.below(3))).map { _ in Worker(skew: random.below(8_000) - 4_000) }
    now = random.below(1 << 40)
    effects = Array(repeating: 0, count: count)
    lastFence = Array(repeating: 0, count: count)
    granted = Array(repeating: nil, count: count)
    attemptsEnded = Array(repeating: 0, count: count)
    claims = Array(repeating: 0, count: count)
    self.random = random
  }

  /// - Throws: `Violation`.
  mutating func run() throws(Violation) -> Outcome {
    while tasks.contains(where: { !$0.state.isFinal }) {
      step += 1
      if step > 4_000 { throw violation("does not end") }
      now += random.below(250)
      for worker in workers.indices { act(worker) }
      try deliver()
    }
    // What is still on its way from workers arrives, long after, and changes nothing.
    wire.removeAll { $0.event == .requeued }
    now += 1_000_000
    try deliver()
    for (task, lease) in tasks.enumerated() {
      if effects[task] != (lease.state == .succeeded ? 1 : 0) {
        throw violation("task \(task) is \(lease.state) with \(effects[task]) effects")
      }
      if claims[task] != attemptsEnded[task] { throw violation("an attempt of task \(task) was forgotten") }
      if lease.state == .succeeded { outcome.succeeded += 1 } else { outcome.dead += 1 }
    }
    return outcome
  }

  /// What a worker does by itself: takes work, beats, finishes, or falls over.
  private mutating func act(_ index: Int) {
    if workers[index].pausedUntil > now { return }
    // In the end the weather clears, so that every history ends.
    let isCalm = step > 300
    if !isCalm {
      switch random.below(60) {
      case 0:
        workers[index].held = [:]
        outcome.crashes += 1
        return
      case 1:
        workers[index].pausedUntil = now + random.below(4 * policy.leaseMilliseconds)
        outcome.pauses += 1
        return
      case 2: workers[index].skew += random.below(2_000) - 1_000
      default: break
      }
    }
    let clock = now + workers[index].skew
    for (task, work) in workers[index].held.sorted(by: { $0.key < $1.key }) {
      if clock >= work.doneAt {
        workers[index].held[task] = nil
        switch random.below(isCalm ? 6 : 10) {
        case 0...5: send(.completed(fence: work.fence), task, by: index)
        case 6, 7: send(.failed(fence: work.fence, error: "e", retryable: true), task, by: index)
        case 8: send(.failed(fence: work.fence, error: "e", retryable: false), task, by: index)
        default: send(.released(fence: work.fence), task, by: index)
        }
      } else if random.below(3) == 0 {
        send(.heartbeat(fence: work.fence), task, by: index)
      }
    }
    let task = Int(random.below(Int64(tasks.count)))
    if workers[index].held[task] == nil, random.below(3) == 0 {
      send(.claimed(worker: "w\(index)"), task, by: index)
    }
    if !isCalm {
      switch random.below(400) {
      case 0: send(.cancelled, task, by: index)
      case 1...9: send(.requeued, task, by: index)
      case 10...29: send(.leaseExpired, task, by: index)
      default: break
      }
    }
  }

  private mutating func send(_ event: LeaseEvent, _ task: Int, by worker: Int) {
    let copies = random.below(8) == 0 ? 2 : 1
    if copies == 2 { outcome.duplicates += 1 }
    for _ in 0..<copies {
      let delay = random.below(6) == 0 ? random.below(3 * policy.leaseMilliseconds) : random.below(40)
      sent += 1
      wire.append(
        Message(deliverAt: now + delay, order: sent, worker: worker, task: task, event: event))
    }
  }

  private mutating func deliver() throws(Violation) {
    let due = wire.filter { $0.deliverAt <= now }.sorted {
      ($0.deliverAt, $0.order) < ($1.deliverAt, $1.order)
    }
    wire.removeAll { $0.deliverAt <= now }
    for message in due { try apply(message) }
  }

  private mutating func apply(_ message: Message) throws(Violation) {
    let index = message.task
    let before = tasks[index]
    let action: LeaseAction
    do throws(LeaseRefusal) {
      action = try tasks[index].apply(message.event, at: now, policy: policy, seed: seed &+ UInt64(index))
    } catch {
      if tasks[index] != before { throw violation("a refused \(message.event) changed task \(index)") }
      if case .completed = message.event { outcome.lateRefusals += 1 }
      return
    }
    let after = tasks[index]
    if before.state == .succeeded {
      throw violation("a task that has succeeded was changed by \(message.event)")
    }
    if before.state == .running, after.state != .running || after.fence != before.fence {
      attemptsEnded[index] += 1
    }
    switch action {
    case .start(let fence, let until):
      if fence <= lastFence[index] { throw violation("fence \(fence) was given out before") }
      if let holder = granted[index] {
        if holder.until > now { throw violation("task \(index) was taken from a holder whose lease lasts") }
        outcome.takeOvers += 1
      }
      if now < before.notBefore { throw violation("a waiting task was started") }
      claims[index] += 1
      lastFence[index] = fence
      granted[index] = (fence, until)
      // The answer reaches a worker that may have crashed or paused since; then nobody works on the claim.
      if workers[message.worker].pausedUntil <= now {
        let clock = now + workers[message.worker].skew
        workers[message.worker].held[index] = (fence, clock + random.below(2 * policy.leaseMilliseconds))
      }
    case .extend(let until):
      guard let holder = granted[index], message.event == .heartbeat(fence: holder.fence) else {
        throw violation("a heartbeat of a claim that is over was accepted")
      }
      if until < holder.until { throw violation("a heartbeat shortened a lease") }
      granted[index] = (holder.fence, until)
    case .acceptResults:
      guard let holder = granted[index], message.event == .completed(fence: holder.fence) else {
        throw violation("results of a claim that is over were accepted")
      }
      effects[index] += 1
      granted[index] = nil
      if effects[index] > 1 { throw violation("task \(index) took effect twice") }
    case .retry(let notBefore):
      if after.state.isFinal || notBefore < now { throw violation("a retry in the past or of a final task") }
      if notBefore - now > policy.longestBackoffMilliseconds { throw violation("a retry waits too long") }
      granted[index] = nil
    case .bury(let error):
      if after.state != .dead || after.error != error { throw violation("a buried task lost its error") }
      granted[index] = nil
    }
    if after.attempts > policy.maxAttempts || after.attempts < 0 {
      throw violation("\(after.attempts) attempts of \(policy.maxAttempts)")
    }
    if (after.state == .running) != (granted[index] != nil) {
      throw violation("task \(index) is \(after.state) but its lease says otherwise")
    }
  }

  private func violation(_ what: String) -> Violation { Violation(seed: seed, step: step, what: what) }
}

/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to one below `bound`.
  mutating func below(_ bound: Int64) -> Int64 { Int64(next() % UInt64(bound)) }
}
