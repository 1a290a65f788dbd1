import CronSchedules
import DatesAndConventions
public import Foundation
import JSONDocuments
public import RunRecords

/// Schedules that make runs by the clock, and what came of each firing.
public struct ScheduleStore {
  let connection: PostgresConnection
  let fixedNow: Date?

  /// - Parameter now: In place of the server's clock, for tests.
  public init(_ connection: PostgresConnection, now: Date? = nil) {
    self.connection = connection
    fixedNow = now
  }

  /// Stores a schedule; storing the same one again changes nothing. It fires from now on.
  ///
  /// - Returns: The record, and whether it is new.
  /// - Throws: `StoreError.exists` for a name that has another schedule, `invalid` for one that never fires or whose
  ///   runs could not be made of the snapshots there are, `notFound` for a snapshot that it names.
  public func put(_ definition: ScheduleDefinition, by user: String) throws -> (
    record: ScheduleRecord, isNew: Bool
  ) {
    let problems = definition.template.problems()
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    return try connection.transaction {
      guard let next = definition.timing.next(after: try now()) else {
        throw StoreError.invalid([
          RunRequestProblem(
            field: "cron",
            message: "'\(definition.timing.expression.text)' fires on no day within 50 years; "
              + "correct its days, or the calendars")
        ])
      }
      // Without snapshots there is nothing yet to hold it against.
      if let market = try market(for: definition.template),
        let positions = try positions(for: definition.template)
      {
        _ = try request(definition.template, market: market, positions: positions, codeVersion: "any")
      }
      let inserted = try connection.query(
        """
        INSERT INTO schedule (name, cron, time_zone, calendars, catch_up, template, next_fire, created_by)
        VALUES ($1, $2, $3, $4, $5, $6, \(SQLText.time("$7")), $8)
        ON CONFLICT (name) DO NOTHING
        """,
        [
          .text(definition.name.text), .text(definition.timing.expression.text),
          .text(definition.timing.timeZone),
          .textArray(definition.timing.calendars.map(\.rawValue)), .text(definition.catchUp.rawValue),
          .text(try CanonicalJSON.encode(definition.template)), .int8(ScheduleStore.milliseconds(next)),
          .text(user),
        ])
      let record = try require(definition.name)
      guard record.definition == definition else {
        throw StoreError.exists(kind: "schedule", id: definition.name.text)
      }
      return (record, inserted.affected == 1)
    }
  }

  /// A schedule; `nil` when there is none of this name.
  public func record(_ name: ScheduleName) throws -> ScheduleRecord? {
    try connection.query("\(ScheduleStore.select) WHERE name = $1", [.text(name.text)]).first.map(
      ScheduleStore.record)
  }

  /// By name; those after `name` when given.
  public func list(limit: Int, after name: String? = nil) throws -> [ScheduleRecord] {
    try connection.query(
      "\(ScheduleStore.select) WHERE name > $1 ORDER BY name LIMIT $2",
      [.text(name ?? ""), .int8(Int64(limit))]
    ).map(ScheduleStore.record)
  }

  /// Lets a schedule fire no more until it is resumed.
  ///
  /// - Throws: `StoreError.notFound`.
  @discardableResult
  public func pause(_ name: ScheduleName) throws -> ScheduleRecord {
    try connection.query("UPDATE schedule SET is_paused = true WHERE name = $1", [.text(name.text)])
    return try require(name)
  }

  /// Lets a paused schedule fire from now on; what it would have fired meanwhile is left out. One that is not paused
  /// stays as it is.
  ///
  /// - Throws: `StoreError.notFound`.
  @discardableResult
  public func resume(_ name: ScheduleName) throws -> ScheduleRecord {
    try connection.transaction {
      let next = try require(name).definition.timing.next(after: try now())
      try connection.query(
        "UPDATE schedule SET is_paused = false, next_fire = \(SQLText.time("$2")) WHERE name = $1 AND is_paused",
        [.text(name.text), ScheduleStore.value(next)])
      return try require(name)
    }
  }

  /// Removes a schedule and the list of its firings; its runs stay.
  ///
  /// - Throws: `StoreError.notFound`.
  public func remove(_ name: ScheduleName) throws {
    let removed = try connection.query("DELETE FROM schedule WHERE name = $1", [.text(name.text)])
    guard removed.affected == 1 else { throw ScheduleStore.missing(name) }
  }

  /// The firings of a schedule, newest first; those before `moment` when given.
  public func firings(of name: ScheduleName, limit: Int, before moment: Date? = nil) throws
    -> [ScheduleFiring]
  {
    try connection.query(
      """
      SELECT \(SQLText.milliseconds("f.fire_time")), \(SQLText.milliseconds("f.missed_from")), f.is_manual, f.outcome,
        r.run_id, f.error
      FROM schedule_firing f JOIN schedule s USING (schedule_no) LEFT JOIN run r USING (run_no)
      WHERE s.name = $1 AND ($2::int8 IS NULL OR f.fire_time < \(SQLText.time("$2")))
      ORDER BY f.fire_time DESC LIMIT $3
      """,
      [.text(name.text), ScheduleStore.value(moment), .int8(Int64(limit))]
    ).map { row in
      ScheduleFiring(
        schedule: name, fireTime: ScheduleStore.date(row.int(0)),
        missedFrom: row.optionalInt(1).map(ScheduleStore.date),
        isManual: row.bool(2), outcome: try ScheduleStore.outcome(row.text(3)),
        runID: try row.optionalText(4).map(RunStore.id), error: row.optionalText(5))
    }
  }

  // MARK: Rows

  static let select = """
    SELECT schedule_no, name, cron, time_zone, calendars, catch_up, template, is_paused,
      \(SQLText.milliseconds("next_fire")), \(SQLText.milliseconds("last_fire")), last_outcome, failures,
      \(SQLText.iso("created_at")), created_by
    FROM schedule
    """

  static func record(_ row: PostgresRow) throws -> ScheduleRecord {
    guard let name = ScheduleName(row.text(1)),
      let catchUp = ScheduleDefinition.CatchUp(rawValue: row.text(5))
    else {
      throw StoreError.unreadable("'\(row.text(1))' is not a schedule")
    }
    let calendars = try row.texts(4).map { text in
      guard let calendar = CalendarID(rawValue: text) else {
        throw StoreError.unreadable("'\(text)' is not a calendar")
      }
      return calendar
    }
    let timing = try CronSchedule(
      try CronExpression(row.text(2)), timeZone: row.text(3), calendars: calendars)
    return ScheduleRecord(
      number: row.int32(0),
      definition: ScheduleDefinition(
        name: name, timing: timing, catchUp: catchUp,
        template: try CanonicalJSON.decode(RunTemplate.self, from: row.text(6))),
      isPaused: row.bool(7), nextFiring: row.optionalInt(8).map(date),
      lastFiring: row.optionalInt(9).map(date),
      lastOutcome: try row.optionalText(10).map(outcome), failures: row.int(11), createdAt: row.text(12),
      createdBy: row.text(13))
  }

  static func outcome(_ text: String) throws(StoreError) -> ScheduleFiring.Outcome {
    guard let outcome = ScheduleFiring.Outcome(rawValue: text) else {
      throw .unreadable("'\(text)' is not an outcome of a firing")
    }
    return outcome
  }

  /// A schedule.
  ///
  /// - Throws: `StoreError.notFound`.
  public func require(_ name: ScheduleName) throws -> ScheduleRecord {
    guard let record = try record(name) else { throw ScheduleStore.missing(name) }
    return record
  }

  static func missing(_ name: ScheduleName) -> StoreError { .notFound(kind: "schedule", id: name.text) }

  func now() throws -> Date {
    try fixedNow
      ?? ScheduleStore.date(
        connection.query("SELECT \(SQLText.milliseconds("clock_timestamp()"))")[0].int(0))
  }

  static func date(_ milliseconds: Int) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

  /// A parameter for `SQLText.time`.
  static func value(_ date: Date?) -> PostgresValue { date.map { .int8(milliseconds($0)) } ?? .null }

  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1_000).rounded()) }
}
