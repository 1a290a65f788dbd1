import Foundation
import LeaseQueue
import MarketData
public import PostgresStore
import Pricing
import RiskAnalytics
import RunRecords

/// One worker process: claims tasks, prices them, stores their results with their completion.
///
/// Any number of workers may run against one database, on any machine that reaches it.
public final class Worker {
  private let settings: PostgresSettings
  private let options: WorkerOptions
  private let stop: StopFlag
  private let schedules: ScheduleTicker?
  private let report: (WorkerEvent) -> Void
  private let leases: LeaseKeeper
  private var contexts = RunContexts()
  /// What a session that broke has left undone.
  private var leftovers: [Leftover] = []

  /// - Parameters:
  ///   - stop: Set it from another thread to end the worker: it gives back what it has not finished.
  ///   - schedules: Ticked between tasks, so that workers make the runs of schedules; `nil` to leave it to others.
  ///   - report: Called on the worker's thread.
  public init(
    _ settings: PostgresSettings, options: WorkerOptions, stop: StopFlag, schedules: ScheduleTicker? = nil,
    report: @escaping (WorkerEvent) -> Void
  ) {
    self.settings = settings
    self.options = options
    self.stop = stop
    self.schedules = schedules
    self.report = report
    leases = LeaseKeeper(settings.with(applicationName: "tenor lease keeper"), policy: options.policy)
  }

  /// Works until it is stopped or, with `untilIdle`, until no task is open. Returns how many tasks it completed.
  ///
  /// When the database goes away or has no room, the worker waits, longer each time up to 10 s, and gives back what it had
  /// in hand; with `untilIdle` it gives up after about a minute and throws the error.
  public func run() throws -> Int {
    defer { leases.stop() }
    var completed = 0
    // In a row, without a task done or the queue seen empty in between.
    var failures = 0
    while !stop.isSet {
      do {
        let connection = try PostgresConnection(settings)
        try work(on: connection, completed: &completed, failures: &failures)
        return completed
      } catch let error as PostgresError where error.isPassing {
        failures += 1
        if options.untilIdle, failures > 12 { throw error }
        report(.databaseAway(error: "\(error)"))
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

  private func work(on connection: PostgresConnection, completed: inout Int, failures: inout Int) throws {
    // Workers are the parallelism: helpers of one query would start and end with every task.
    try connection.execute("SET max_parallel_workers_per_gather = 0")
    try connection.listen(to: RunStore.taskChannel)
    let queue = TaskQueue(connection, policy: options.policy)
    try settleLeftovers(queue)
    var cursor = ClaimCursor()
    while !stop.isSet {
      try tickSchedules(connection)
      let claims = try queue.claim(worker: options.name, limit: options.claimLimit, cursor: &cursor)
      if claims.isEmpty {
        failures = 0
        if options.untilIdle, try queue.openTaskCount() == 0 { return }
        _ = try connection.notifications(waitingMilliseconds: options.untilIdle ? 200 : 1_000)
        continue
      }
      leases.hold(claims)
      defer { for claim in claims { leases.drop(claim) } }
      for (index, claim) in claims.enumerated() {
        do {
          if stop.isSet {
            try release(claim, queue)
          } else if try process(claim, queue, connection) {
            completed += 1
            failures = 0
          }
        } catch {
          leftovers += Leftover.of(claims[index...], after: error)
          throw error
        }
      }
    }
  }

  private func tickSchedules(_ connection: PostgresConnection) throws {
    do {
      for firing in try schedules?.tickIfDue(connection) ?? [] { report(.fired(firing)) }
    } catch let error as PostgresError where error.isPassing {
      throw error
    } catch {
      report(.schedulesFailed(error: "\(error)"))
    }
  }

  /// Gives back what the session before this one left undone, so that nobody has to wait for the end of its leases.
  private func settleLeftovers(_ queue: TaskQueue) throws {
    while let leftover = leftovers.last {
      do {
        if let error = leftover.error {
          try queue.fail(leftover.claim, error: error)
          report(.failed(leftover.claim, error: error))
        } else {
          try queue.release(leftover.claim)
          report(.released(leftover.claim))
        }
      } catch is LeaseLost {
        // Another worker has it, or its results were stored by a commit whose answer was lost.
      }
      leftovers.removeLast()
    }
  }

  /// Computes and stores one task; whether it was completed.
  private func process(_ claim: TaskClaim, _ queue: TaskQueue, _ connection: PostgresConnection) throws
    -> Bool
  {
    do {
      let times =
        switch claim.kind {
        case .price: try price(claim, queue, connection)
        case .rollUp: try rollUp(claim, queue, connection)
        }
      report(.completed(claim, times))
      return true
    } catch is LeaseLost {
      report(.leaseLost(claim))
      return false
    } catch let abandonment as Abandonment {
      switch abandonment {
      case .stopping: try release(claim, queue)
      case .leaseLost: report(.leaseLost(claim))
      }
      return false
    } catch let error as PostgresError where error.kind == .connection || error.kind == .exhausted {
      throw error
    } catch {
      report(.failed(claim, error: "\(error)"))
      do { try queue.fail(claim, error: "\(error)") } catch is LeaseLost {}
      return false
    }
  }

  private func price(_ claim: TaskClaim, _ queue: TaskQueue, _ connection: PostgresConnection) throws
    -> TaskTimes
  {
    var times = TaskTimes()
    let context = try contexts.context(claim.runID, connection)
    let pricer = ChunkPricer(context)
    var rollUp = RollUp(scenarioCount: context.markets.scenarioCount)
    var outputs: [ChunkPricer.Output] = []
    try PositionReader(connection).forEachChunk(of: claim, chunk: options.chunk) { positions in
      if stop.isSet { throw Abandonment.stopping }
      if leases.hasLost(claim) { throw Abandonment.leaseLost }
      times.lap(\.load)
      outputs.append(try pricer.price(positions, addingTo: &rollUp))
      times.lap(\.price)
    }
    times.lap(\.load)
    try queue.complete(claim) { writer in
      for output in outputs { try writer.write(output.results) }
      for output in outputs { try writer.write(output.cashFlows) }
      try writer.write(rollUp)
    }
    times.lap(\.store)
    return times
  }

  private func rollUp(_ claim: TaskClaim, _ queue: TaskQueue, _ connection: PostgresConnection) throws
    -> TaskTimes
  {
    var times = TaskTimes()
    let context = try contexts.context(claim.runID, connection)
    let parts = try ResultStore(connection).rollUp(run: claim.runNumber)
    times.lap(\.load)
    let totals = try NodeTotals.totals(
      parts, markets: context.markets, reportingCurrency: context.request.pricing.reportingCurrency)
    times.lap(\.price)
    try queue.complete(claim) { writer in try writer.write(totals) }
    times.lap(\.store)
    return times
  }

  private func release(_ claim: TaskClaim, _ queue: TaskQueue) throws {
    do {
      try queue.release(claim)
      report(.released(claim))
    } catch is LeaseLost {
      report(.leaseLost(claim))
    }
  }
}

/// Why a task is left in the middle.
private enum Abandonment: Error {
  case stopping
  /// The store has refused a heartbeat: somebody else has the task.
  case leaseLost
}
