import CronSchedules
import DatesAndConventions
import Foundation
import RunRecords

/// A schedule as clients see it.
struct ScheduleView: Encodable {
  let name: String
  let cron: String
  let timeZone: String
  let calendars: [String]
  let catchUp: ScheduleDefinition.CatchUp
  let isPaused: Bool
  let nextFiring: String?
  let lastFiring: String?
  let lastOutcome: String?
  let failures: Int
  let createdAt: String
  let createdBy: String

  init(_ schedule: ScheduleRecord) {
    name = schedule.definition.name.text
    cron = schedule.definition.timing.expression.text
    timeZone = schedule.definition.timing.timeZone
    calendars = schedule.definition.timing.calendars.map(\.rawValue)
    catchUp = schedule.definition.catchUp
    isPaused = schedule.isPaused
    nextFiring = schedule.isPaused ? nil : schedule.nextFiring?.isoText
    lastFiring = schedule.lastFiring?.isoText
    lastOutcome = schedule.lastOutcome?.rawValue
    failures = schedule.failures
    createdAt = schedule.createdAt
    createdBy = schedule.createdBy
  }
}

/// A schedule with the run that it makes.
struct ScheduleDetail: Encodable {
  let schedule: ScheduleView
  let run: RunTemplate
  /// The next five, unless it is paused.
  let nextFirings: [String]

  init(_ schedule: ScheduleRecord) {
    self.schedule = ScheduleView(schedule)
    run = schedule.definition.template
    let next = schedule.isPaused ? nil : schedule.nextFiring
    let later = next.map { schedule.definition.timing.firings(after: $0, count: 4) } ?? []
    nextFirings = ([next].compactMap(\.self) + later).map(\.isoText)
  }
}

/// A firing of a schedule.
struct FiringView: Encodable {
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

extension Date {
  /// ISO 8601 UTC with milliseconds.
  fileprivate var isoText: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
}
