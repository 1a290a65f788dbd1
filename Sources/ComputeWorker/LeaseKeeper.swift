import Foundation
import LeaseQueue
import PostgresStore
import RunRecords
import Synchronization

/// Renews the leases of the tasks in hand from a thread and a connection of its own, so that a long calculation does
/// not lose its lease.
final class LeaseKeeper: Sendable {
  private struct State {
    var held: [TaskClaim] = []
    var lost: Set<TaskClaim> = []
    var isStopped = false
  }

  private let state = Mutex(State())
  private let settings: PostgresSettings
  private let policy: LeasePolicy

  init(_ settings: PostgresSettings, policy: LeasePolicy) {
    self.settings = settings
    self.policy = policy
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
    var connection: PostgresConnection?
    while true {
      Thread.sleep(forTimeInterval: Double(policy.heartbeatMilliseconds) / 1_000)
      let (held, isStopped) = state.withLock { ($0.held, $0.isStopped) }
      if isStopped { return }
      for claim in held {
        do {
          if connection?.isAlive != true { connection = try PostgresConnection(settings) }
          try TaskQueue(connection!, policy: policy).heartbeat(claim)
        } catch is LeaseLost {
          state.withLock { _ = $0.lost.insert(claim) }
        } catch {
          // The database is away: the lease may end, and then the fence refuses what this worker brings.
          connection = nil
        }
      }
    }
  }
}
