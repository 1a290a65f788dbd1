import Foundation
import PostgresStore
import RunRecords

/// What `queue status` prints.
struct QueueStatus: Codable {
  let queued: Int
  let running: Int
  let failed: Int
  let dead: Int
  let oldestWaitSeconds: Double
  let claimsPerSecond: Double
  let claimsOfLastMinute: [String: Int]
  /// In the order in which their tasks are taken.
  let runs: [Run]
  let schedules: [Schedule]

  struct Run: Codable {
    let runId: String
    let priority: Int
    let maxRunning: Int?
    let isPaused: Bool
    let queued: Int
    let running: Int
    let failed: Int
  }

  struct Schedule: Codable {
    let name: String
    let isPaused: Bool
    let nextFiring: String?
    let lastFiring: String?
    let hasFailed: Bool
    let failures: Int
  }

  init(_ queue: QueueStatistics) {
    queued = queue.queued
    running = queue.running
    failed = queue.failed
    dead = queue.dead
    oldestWaitSeconds = queue.oldestWaitSeconds
    claimsPerSecond = queue.claimsPerSecond
    claimsOfLastMinute = queue.claimsOfLastMinute
    runs = queue.openRuns.map { run in
      Run(
        runId: run.id.text, priority: run.queueing.priority, maxRunning: run.queueing.maxRunning,
        isPaused: run.isPaused, queued: run.queued, running: run.running, failed: run.failed)
    }
    schedules = queue.schedules.map { schedule in
      Schedule(
        name: schedule.name, isPaused: schedule.isPaused, nextFiring: schedule.nextFiring?.isoText,
        lastFiring: schedule.lastFiring?.isoText, hasFailed: schedule.hasFailed, failures: schedule.failures)
    }
  }

  var lines: [String] {
    var lines = [
      "tasks: \(queued) queued, \(running) running, \(failed) to be tried again, \(dead) dead",
      "the oldest has waited \(NumberText.fixed(oldestWaitSeconds, decimals: 1)) s; "
        + "\(NumberText.fixed(claimsPerSecond, decimals: 1)) claims a second in the last minute",
    ]
    if !runs.isEmpty {
      var table = TextTable([
        ("run", .left), ("priority", .right), ("queued", .right), ("running", .right), ("limit", .right),
        ("failed", .right), ("state", .left),
      ])
      for run in runs {
        table.append([
          run.runId, "\(run.priority)", "\(run.queued)", "\(run.running)",
          run.maxRunning.map(String.init) ?? "-",
          "\(run.failed)", run.isPaused ? "paused" : run.running > 0 ? "running" : "waiting",
        ])
      }
      lines += [""] + table.lines
    }
    if !schedules.isEmpty {
      var table = TextTable([
        ("schedule", .left), ("next", .left), ("last", .left), ("outcome", .left), ("failures", .right),
      ])
      for schedule in schedules {
        table.append([
          schedule.name, schedule.isPaused ? "paused" : schedule.nextFiring ?? "never",
          schedule.lastFiring ?? "-",
          schedule.lastFiring == nil ? "-" : schedule.hasFailed ? "failed" : "run", "\(schedule.failures)",
        ])
      }
      lines += [""] + table.lines
    }
    return lines
  }
}
