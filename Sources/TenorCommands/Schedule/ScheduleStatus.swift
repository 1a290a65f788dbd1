import CronSchedules
import DatesAndConventions
import Foundation
import RunRecords

/// What the schedule commands print, as JSON and as text.
struct ScheduleStatus: Codable {
  let name: String
  let cron: String
  let timeZone: String
  let calendars: [String]
  let catchUp: String
  let isPaused: Bool
  let nextFiring: String?
  let lastFiring: String?
  let lastOutcome: String?
  let failures: Int
  let createdAt: String
  let createdBy: String
  let run: RunTemplate
  /// Newest first; of `schedule show` alone.
  let firings: [Firing]?

  struct Firing: Codable {
    let fireTime: String
    let missedFrom: String?
    let isManual: Bool
    let outcome: String
    let runId: String?
    let error: String?

    init(_ firing: ScheduleFiring) {
      fireTime = firing.fireTime.isoText
      missedFrom = firing.missedFrom?.isoText
      isManual = firing.isManual
      outcome = firing.outcome.rawValue
      runId = firing.runID?.text
      error = firing.error
    }
  }

  init(_ schedule: ScheduleRecord, firings: [ScheduleFiring]? = nil) {
    let timing = schedule.definition.timing
    name = schedule.definition.name.text
    cron = timing.expression.text
    timeZone = timing.timeZone
    calendars = timing.calendars.map(\.rawValue)
    catchUp = schedule.definition.catchUp.rawValue
    isPaused = schedule.isPaused
    nextFiring = schedule.isPaused ? nil : schedule.nextFiring?.isoText
    lastFiring = schedule.lastFiring?.isoText
    lastOutcome = schedule.lastOutcome?.rawValue
    failures = schedule.failures
    createdAt = schedule.createdAt
    createdBy = schedule.createdBy
    run = schedule.definition.template
    self.firings = firings?.map(Firing.init)
  }

  /// When it fires next, or why not.
  var next: String { isPaused ? "paused" : nextFiring ?? "never" }
}

extension Date {
  /// ISO 8601 UTC, with milliseconds where there are any.
  var isoText: String {
    let isWhole = timeIntervalSince1970 == timeIntervalSince1970.rounded()
    return formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: !isWhole))
  }
}
