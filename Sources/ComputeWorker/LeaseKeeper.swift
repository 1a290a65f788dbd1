import Foundation
import LeaseQueue
import PostgresStore
import RunRecords
import Synchronization

/// Renews the leases of the tasks that a process has in hand, so that a long calculation does not lose its lease, and
/// rings when new tasks are announced. It has a thread and a session of its own.
final class LeaseKeeper: Sendable {
  private struct State {
    var held: [TaskClaim] = []
    var lost: Set<TaskClaim> = []
    var isStopped = false
  }

  private let state = Mutex(State())
  private let settings: PostgresSettings
  private let policy: LeasePolicy
  private let doorbell: Doorbell

  init(_ settings: PostgresSettings, policy: LeasePolicy, doorbell: Doorbell) {
    self.settings = settings
    self.policy = policy
    self.doorbell = doorbell
    let thread = Thread { [self] in run() }
    thread.name = "lease-keeper"
    thread.start()
  }

  func hold(_ claims: [TaskClaim]) { state.withLock { $0.held.append(contentsOf: claims) } }

  func drop(_ claim: TaskClaim) {
    state.withLock {
      $0.held.removeAll { $0 == claim }
      $0.lost.remove(claim)
    }
  }

  /// Whether the store has refused to renew this claim: somebody else has the task.
  func hasLost(_ claim: TaskClaim) -> Bool { state.withLock { $0.lost.contains(claim) } }

  func stop() { state.withLock { $0.isStopped = true } }

  private func run() {
    var session: PostgresConnection?
    let heartbeat = Duration.milliseconds(policy.heartbeatMilliseconds)
    var nextRenewal = ContinuousClock.now + heartbeat
    while !state.withLock({ $0.isStopped }) {
      do {
        let open = try session ?? listening()
        session = open
        let left = nextRenewal - .now
        if left <= .zero {
          nextRenewal = .now + heartbeat
          try renew(TaskQueue(open, policy: policy))
        } else if try !open.notifications(waitingMilliseconds: LeaseKeeper.wait(left)).isEmpty {
          doorbell.ring()
        }
      } catch {
        // The database is away: leases may end, and then the fence refuses what this process brings.
        session = nil
        Thread.sleep(forTimeInterval: .random(in: 0.5...1))
      }
    }
  }

  /// Milliseconds, rounded up, and no more than a second, so that the end of the worker is noticed.
  private static func wait(_ left: Duration) -> Int {
    Int(min(1_000, (left / .milliseconds(1)).rounded(.up)))
  }

  private func listening() throws -> PostgresConnection {
    let session = try PostgresConnection(settings)
    try session.listen(to: RunStore.taskChannel)
    // What was announced before is not told again.
    doorbell.ring()
    return session
  }

  private func renew(_ queue: TaskQueue) throws {
    for claim in state.withLock({ $0.held }) {
      do {
        try queue.heartbeat(claim)
      } catch is LeaseLost {
        state.withLock { _ = $0.lost.insert(claim) }
      }
    }
  }
}
