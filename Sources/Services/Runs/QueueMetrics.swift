import Foundation
import HTTPServing
import PostgresStore
import RunRecords

/// How the queue and the schedules stand, as gauges.
struct QueueMetrics: Sendable {
  private let tasks: MetricsRegistry.Gauge
  private let oldestWait: MetricsRegistry.Gauge
  private let claims: MetricsRegistry.Gauge
  private let claimRate: MetricsRegistry.Gauge
  private let runs: MetricsRegistry.Gauge
  private let runTasks: MetricsRegistry.Gauge
  private let runPaused: MetricsRegistry.Gauge
  private let runLimit: MetricsRegistry.Gauge
  private let nextFiring: MetricsRegistry.Gauge
  private let lastFiring: MetricsRegistry.Gauge
  private let lastFailed: MetricsRegistry.Gauge
  private let failures: MetricsRegistry.Gauge
  private let deadRows: MetricsRegistry.Gauge
  private let oldestSnapshot: MetricsRegistry.Gauge
  private let isKnown: MetricsRegistry.Gauge

  /// Runs that have series of their own: those whose turn comes first.
  private static let mostRuns = 50

  init(_ metrics: MetricsRegistry) {
    tasks = metrics.gauge(
      "tenor_queue_tasks", help: "Tasks that are not done, by state; DEAD ones of failed runs.",
      labels: ["state"])
    oldestWait = metrics.gauge(
      "tenor_queue_oldest_wait_seconds", help: "How long the oldest task a worker could take has waited.")
    claims = metrics.gauge(
      "tenor_queue_recent_claims", help: "Claims of the last minute, by outcome; RUNNING ones go on.",
      labels: ["outcome"])
    claimRate = metrics.gauge(
      "tenor_queue_claims_per_second", help: "Claims of the last minute, over its seconds.")
    runs = metrics.gauge(
      "tenor_queue_runs", help: "Runs that are not final by state; paused ones as PAUSED.", labels: ["state"])
    runTasks = metrics.gauge(
      "tenor_run_open_tasks",
      help: "Open tasks of the \(Self.mostRuns) runs whose turn comes first, by state.",
      labels: ["run_id", "state"])
    runPaused = metrics.gauge(
      "tenor_run_paused", help: "1 for such a run whose tasks are not given out.", labels: ["run_id"])
    runLimit = metrics.gauge(
      "tenor_run_max_running", help: "Most tasks of such a run at once, where there is a limit.",
      labels: ["run_id"])
    nextFiring = metrics.gauge(
      "tenor_schedule_next_firing_timestamp_seconds",
      help: "When a schedule fires next, in seconds since 1970; absent while it is paused.",
      labels: ["schedule"])
    lastFiring = metrics.gauge(
      "tenor_schedule_last_firing_timestamp_seconds",
      help: "The time of a schedule's last firing by the clock, in seconds since 1970.", labels: ["schedule"])
    lastFailed = metrics.gauge(
      "tenor_schedule_last_firing_failed", help: "1 when that firing made no run.", labels: ["schedule"])
    failures = metrics.gauge(
      "tenor_schedule_failures", help: "Firings of a schedule by the clock that made no run, ever.",
      labels: ["schedule"])
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
        claims.set(Double(queue.claimsOfLastMinute[outcome] ?? 0), outcome)
      }
      claimRate.set(queue.claimsPerSecond)
      for state in ["QUEUED", "RUNNING", "FAILED", "PAUSED"] {
        runs.set(Double(queue.runs[state] ?? 0), state)
      }
      set(Array(queue.openRuns.prefix(Self.mostRuns)))
      set(queue.schedules)
      deadRows.set(Double(queue.deadRows))
      oldestSnapshot.set(queue.oldestSnapshotSeconds)
      isKnown.set(1)
    }
  }

  private func set(_ open: [QueueStatistics.OpenRun]) {
    runTasks.replace(
      open.flatMap { run in
        [("QUEUED", run.queued), ("RUNNING", run.running), ("FAILED", run.failed)].map { state, count in
          ([run.id.text, state], Double(count))
        }
      })
    runPaused.replace(open.map { ([$0.id.text], $0.isPaused ? 1 : 0) })
    runLimit.replace(
      open.compactMap { run in run.queueing.maxRunning.map { ([run.id.text], Double($0)) } })
  }

  private func set(_ schedules: [QueueStatistics.Schedule]) {
    nextFiring.replace(
      schedules.compactMap { schedule in
        guard !schedule.isPaused, let next = schedule.nextFiring else { return nil }
        return ([schedule.name], next.timeIntervalSince1970)
      })
    lastFiring.replace(
      schedules.compactMap { schedule in
        schedule.lastFiring.map { ([schedule.name], $0.timeIntervalSince1970) }
      })
    lastFailed.replace(schedules.map { ([$0.name], $0.hasFailed ? 1 : 0) })
    failures.replace(schedules.map { ([$0.name], Double($0.failures)) })
  }
}
