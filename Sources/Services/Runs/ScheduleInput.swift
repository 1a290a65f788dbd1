import CronSchedules
import DatesAndConventions
import HTTPServing
import MarketData
import Pricing
import RunRecords

/// The body that asks for runs by the clock.
struct ScheduleInput: Decodable {
  let name: String
  let cron: String
  let timeZone: String
  let calendars: [CalendarID]?
  let catchUp: ScheduleDefinition.CatchUp?
  let run: Template
  let createdBy: String?

  /// The run to make at each firing.
  struct Template: Decodable, RunChoices {
    /// Absent for the market snapshot that was stored last.
    let marketSnapshotId: String?
    /// Absent for the position snapshot that was stored last.
    let positionSnapshotId: String?
    let scenarios: [Scenario]?
    let scenarioSet: String?
    let measures: [Measure]
    let baseOnlyMeasures: [Measure]?
    let reportingCurrency: Currency
    let keyRateTenors: [Tenor]?
    let bucketCount: Int?
    let priority: Int?
    let maxRunning: Int?
    let unique: Bool?
  }

  /// What is asked for, with the scenarios that `run` names.
  ///
  /// - Throws: 422 that names every field at fault.
  func definition(
    scenarios: (Template) throws -> (scenarios: [Scenario], set: String?)
  ) throws -> ScheduleDefinition {
    var errors = run.choiceErrors() + run.nameErrors(createdBy)
    let scheduleName = ScheduleName(name)
    if scheduleName == nil {
      errors.append(
        .init(
          field: "name", message: "is not the name of a schedule",
          fix: "write 1 to 40 of the characters A-Z a-z 0-9 . _ - beginning with a letter or digit"))
    }
    var timing: CronSchedule?
    do throws(CronError) {
      timing = try CronSchedule(try CronExpression(cron), timeZone: timeZone, calendars: calendars ?? [])
    } catch {
      let isZone = error.field == "time zone"
      errors.append(
        .init(field: isZone ? "time_zone" : "cron", sentence: isZone ? error.message : "\(error)"))
    }
    guard errors.isEmpty, let scheduleName, let timing else { throw ProblemDetails.unprocessable(errors) }
    let chosen = try scenarios(run)
    return ScheduleDefinition(
      name: scheduleName, timing: timing, catchUp: catchUp ?? .last,
      template: RunTemplate(
        marketSnapshotID: run.marketSnapshotId, positionSnapshotID: run.positionSnapshotId,
        scenarios: chosen.scenarios, scenarioSet: chosen.set, pricing: run.pricing,
        bucketCount: run.bucketCount,
        queueing: run.queueing, isUnique: run.unique ?? false))
  }
}
