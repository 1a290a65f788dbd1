import HTTPServing
import PostgresStore

/// How the queue stands, as gauges.
struct QueueMetrics: Sendable {
  private let tasks: MetricsRegistry.Gauge
  private let oldestWait: MetricsRegistry.Gauge
  private let attempts: MetricsRegistry.Gauge
  private let runs: MetricsRegistry.Gauge
  private let deadRows: MetricsRegistry.Gauge
  private let oldestSnapshot: MetricsRegistry.Gauge
  private let isKnown: MetricsRegistry.Gauge

  init(_ metrics: MetricsRegistry) {
    tasks = metrics.gauge(
      "tenor_queue_tasks", help: "Tasks that are not done, by state; DEAD ones of failed runs.",
      labels: ["state"])
    oldestWait = metrics.gauge(
      "tenor_queue_oldest_wait_seconds", help: "How long the oldest task a worker could take has waited.")
    attempts = metrics.gauge(
      "tenor_queue_attempts", help: "Claims of the tasks of runs created in the last day, by outcome.",
      labels: ["outcome"])
    runs = metrics.gauge(
      "tenor_queue_runs", help: "Runs that are not final by state; paused ones as PAUSED.", labels: ["state"])
    deadRows = metrics.gauge(
      "tenor_queue_dead_rows", help: "Row versions of the queue's tables that wait to be removed.")
    oldestSnapshot = metrics.gauge(
      "tenor_database_oldest_snapshot_seconds",
      help: "Age of the oldest snapshot a session holds, which keeps row versions from being removed.")
    isKnown = metrics.gauge(
      "tenor_queue_up", help: "1 when the database told how the queue stands, else 0 and the others are old.")
  }

  /// Reads the queue into the gauges.
  func refresher(_ database: Database) -> @Sendable () -> Void {
    { [self] in
      guard let queue = try? database.read({ try QueueStatistics.read($0) }) else {
        isKnown.set(0)
        return
      }
      tasks.set(Double(queue.queued), "QUEUED")
      tasks.set(Double(queue.running), "RUNNING")
      tasks.set(Double(queue.failed), "FAILED")
      tasks.set(Double(queue.dead), "DEAD")
      oldestWait.set(queue.oldestWaitSeconds)
      for outcome in ["RUNNING", "SUCCEEDED", "FAILED", "RELEASED", "LEASE_EXPIRED", "CANCELLED"] {
        attempts.set(Double(queue.attempts[outcome] ?? 0), outcome)
      }
      for state in ["QUEUED", "RUNNING", "FAILED", "PAUSED"] {
        runs.set(Double(queue.runs[state] ?? 0), state)
      }
      deadRows.set(Double(queue.deadRows))
      oldestSnapshot.set(queue.oldestSnapshotSeconds)
      isKnown.set(1)
    }
  }
}
