import Foundation
import MarketData
import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// One thread of a worker: claims tasks under a name of its own and works them one after the other.
final class WorkerThread {
  private let name: String
  private let shared: WorkerShared
  private let options: WorkerOptions
  private let stop: StopFlag
  private var cursor = ClaimCursor()
  /// What a session that broke has left undone; its leases are renewed until it is given back.
  private var leftovers: [Leftover] = []

  init(_ name: String, _ shared: WorkerShared) {
    self.name = name
    self.shared = shared
    options = shared.options
    stop = shared.stop
  }

  /// Works until it is stopped or, with `untilIdle`, until no task is open. Returns how many tasks it completed.
  func run() throws -> Int {
    defer { for leftover in leftovers { shared.leases.drop(leftover.claim) } }
    var completed = 0
    // In a row, without a task done or the queue seen empty in between.
    var failures = 0
    while !stop.isSet {
      do {
        try work(completed: &completed, failures: &failures)
        return completed
      } catch let error as PostgresError where error.isPassing {
        failures += 1
        if options.untilIdle, failures > 12 { throw error }
        shared.report(.databaseAway(worker: name, error: "\(error)"))
        // Workers that were cut off together do not come back together.
        pause(seconds: .random(in: 0.75...1) * min(10, 0.25 * pow(2, Double(min(failures, 6)))))
      }
    }
    return completed
  }

  private func pause(seconds: Double) {
    let end = Date(timeIntervalSinceNow: seconds)
    while !stop.isSet, Date() < end { Thread.sleep(forTimeInterval: 0.05) }
  }

  private func work(completed: inout Int, failures: inout Int) throws {
    try settleLeftovers()
    while !stop.isSet {
      let claims = try shared.sessions.withConnection { session in
        try tickSchedules(session)
        return try TaskQueue(session, policy: options.policy).claim(
          worker: name, limit: options.claimLimit, cursor: &cursor)
      }
      if claims.isEmpty {
        failures = 0
        if options.untilIdle, try withQueue({ try $0.openTaskCount() }) == 0 {
          shared.doorbell.ring()
          return
        }
        shared.doorbell.wait(interval: options.untilIdle ? 0.2 : 1, unless: stop)
        continue
      }
      shared.doorbell.ring()
      shared.leases.hold(claims)
      for (index, claim) in claims.enumerated() {
        do {
          if stop.isSet {
            try release(claim)
          } else if try process(claim) {
            completed += 1
            failures = 0
          }
          shared.leases.drop(claim)
        } catch {
          leftovers += Leftover.of(claims[index...], after: error)
          throw error
        }
      }
    }
  }

  private func tickSchedules(_ session: PostgresConnection) throws {
    do {
      for firing in try shared.schedules?.tickIfDue(session) ?? [] {
        shared.report(.fired(firing, worker: name))
      }
    } catch let error as PostgresError where error.isPassing {
      throw error
    } catch {
      shared.report(.schedulesFailed(worker: name, error: "\(error)"))
    }
  }

  /// Gives back what a session that broke left undone, so that nobody has to wait for the end of its leases.
  private func settleLeftovers() throws {
    while let leftover = leftovers.last {
      do {
        if let error = leftover.error {
          try withQueue { try $0.fail(leftover.claim, error: error) }
          shared.report(.failed(leftover.claim, error: error))
        } else {
          try withQueue { try $0.release(leftover.claim) }
          shared.report(.released(leftover.claim))
        }
      } catch is LeaseLost {
        // Another worker has it, or its results were stored by a commit whose answer was lost.
      }
      shared.leases.drop(leftovers.removeLast().claim)
    }
  }

  /// Computes and stores one task; whether it was completed.
  private func process(_ claim: TaskClaim) throws -> Bool {
    do {
      let cost =
        switch claim.kind {
        case .price: try PriceTask(claim, shared).work()
        case .rollUp: try rollUp(claim)
        }
      shared.report(.completed(claim, cost))
      return true
    } catch is LeaseLost {
      shared.report(.leaseLost(claim))
      return false
    } catch let abandonment as Abandonment {
      switch abandonment {
      case .stopping: try release(claim)
      case .leaseLost: shared.report(.leaseLost(claim))
      }
      return false
    } catch let error as PostgresError where error.kind == .connection || error.kind == .exhausted {
      throw error
    } catch {
      shared.report(.failed(claim, error: "\(error)"))
      do { try withQueue { try $0.fail(claim, error: "\(error)") } } catch is LeaseLost {}
      return false
    }
  }

  private func rollUp(_ claim: TaskClaim) throws -> TaskCost {
    var cost = TaskCost()
    let context = try shared.contexts.context(claim.runID, shared.sessions)
    let parts = try shared.sessions.withConnection { try ResultStore($0).rollUp(run: claim.runNumber) }
    cost.lap(\.load)
    let totals = try NodeTotals.totals(
      parts, markets: context.markets, reportingCurrency: context.request.pricing.reportingCurrency)
    cost.lap(\.price)
    try withQueue { try $0.complete(claim) { writer in try writer.write(totals) } }
    cost.lap(\.store)
    return cost
  }

  private func release(_ claim: TaskClaim) throws {
    do {
      try withQueue { try $0.release(claim) }
      shared.report(.released(claim))
    } catch is LeaseLost {
      shared.report(.leaseLost(claim))
    }
  }

  private func withQueue<Success>(_ body: (TaskQueue) throws -> Success) throws -> Success {
    try shared.sessions.withConnection { try body(TaskQueue($0, policy: options.policy)) }
  }
}
