/// A fixed number of threads that run jobs from a bounded queue.
final class WorkerPool: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    // Taken from the front by index, so that taking is constant time.
    var waiting: [Job] = []
    var front = 0
    var running = 0
    var liveThreads = 0
    var isStopping = false

    var waitingCount: Int { waiting.count - front }

    mutating func take() -> Job? {
      guard front < waiting.count else { return nil }
      let job = waiting[front]
      front += 1
      if front == waiting.count || front >= 1024 {
        waiting.removeFirst(front)
        front = 0
      }
      return job
    }
  }

  private enum Next {
    case run(Job)
    case leave
  }

  private let monitor = Monitor(State())
  private let queueLimit: Int

  /// - Parameter queueLimit: jobs that may wait beyond those a thread is free for.
  init(threads: Int, queueLimit: Int) {
    precondition(threads > 0 && queueLimit >= 0)
    self.queueLimit = queueLimit
    for _ in 0..<threads {
      monitor.update { $0.liveThreads += 1 }
      if !DetachedThread.start({ [monitor] in Self.run(monitor) }) {
        monitor.update { $0.liveThreads -= 1 }
      }
    }
  }

  /// Queues `job`; false where the queue is full or the pool stops.
  func submit(_ job: @escaping Job) -> Bool {
    monitor.update(waking: .one) { state in
      let free = state.liveThreads - state.running
      guard !state.isStopping, state.liveThreads > 0, state.waitingCount < free + queueLimit else {
        return false
      }
      state.waiting.append(job)
      return true
    }
  }

  /// Runs what is queued, then ends the threads.
  ///
  /// - Returns: threads still running a job after `limit`; they end when their job does.
  func stop(within limit: Duration) -> Int {
    monitor.update { $0.isStopping = true }
    _ = monitor.wait(atMost: limit) { $0.liveThreads == 0 ? () : nil }
    return monitor.update { $0.liveThreads }
  }

  /// The threads hold the monitor alone, so that a hung job does not keep the pool's owner alive.
  private static func run(_ monitor: Monitor<State>) {
    while true {
      let next = monitor.wait { state -> Next? in
        if let job = state.take() {
          state.running += 1
          return .run(job)
        }
        if state.isStopping {
          return .leave
        }
        return nil
      }
      switch next {
      case .run(let job):
        job()
        monitor.update(waking: .one) { $0.running -= 1 }
      case .leave, nil:
        monitor.update { $0.liveThreads -= 1 }
        return
      }
    }
  }
}
