import PostgresStore
import Pricing

/// What the threads of a worker process share.
final class WorkerShared: Sendable {
  let options: WorkerOptions
  let stop: StopFlag
  let schedules: ScheduleTicker?
  let report: @Sendable (WorkerEvent) -> Void
  /// Sessions for claiming, loading and storing; a thread that computes holds none.
  let sessions: ConnectionPool
  let leases: LeaseKeeper
  let contexts: RunContexts
  let doorbell = Doorbell()

  init(
    _ settings: PostgresSettings, _ options: WorkerOptions, _ stop: StopFlag, _ schedules: ScheduleTicker?,
    _ report: @escaping @Sendable (WorkerEvent) -> Void
  ) {
    self.options = options
    self.stop = stop
    self.schedules = schedules
    self.report = report
    contexts = RunContexts(KeptMemory(capacity: options.keptMemory))
    sessions = ConnectionPool(settings, size: options.connections, waitSeconds: 300) { session in
      // Workers are the parallelism: helpers of one query would start and end with every task.
      try session.execute("SET max_parallel_workers_per_gather = 0")
    }
    leases = LeaseKeeper(
      settings.with(applicationName: "tenor lease keeper"), policy: options.policy, doorbell: doorbell)
  }
}
