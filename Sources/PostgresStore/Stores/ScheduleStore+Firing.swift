import AuditTrail
import CronSchedules
public import Foundation
import JSONDocuments
import MarketData
public import RunRecords

extension ScheduleStore {
  /// A firing nobody has made a run for after so long was missed: longer than any wait for the next tick.
  public static let grace: TimeInterval = 120

  /// Makes the runs of all schedules that are due.
  ///
  /// Any number of processes may do so at once: each firing has one row, made with its run, in one transaction that
  /// moves the schedule on.
  ///
  /// - Parameters:
  ///   - codeVersion: The version of this program, written into runs.
  ///   - limits: A firing whose run would exceed one fails and says so.
  ///   - random: Tells apart the ids of runs made in the same millisecond.
  /// - Returns: The firings that this call settled.
  /// - Throws: `PostgresError` where the database gave up; what was not settled stays due.
  public func tick(codeVersion: String, limits: RunLimits = .standard, random: () -> UInt64) throws
    -> [ScheduleFiring]
  {
    var settled: [ScheduleFiring] = []
    while try isAnyDue(),
      let firing = try fireNext({ try makeRun($0, codeVersion: codeVersion, limits: limits, random: random) })
    {
      settled += firing
    }
    return settled
  }

  /// Makes a schedule's run now, whenever it fires next, even when it is paused.
  ///
  /// - Returns: The run, and whether it is new: a schedule of unique runs may find one that is there.
  /// - Throws: `StoreError.notFound`, or why no run can be made; nothing is stored then.
  public func runNow(
    _ name: ScheduleName, codeVersion: String, limits: RunLimits = .standard, random: () -> UInt64
  ) throws -> (run: RunRecord, isNew: Bool) {
    try connection.transaction {
      let rows = try connection.query(
        "\(ScheduleStore.select) WHERE name = $1 FOR UPDATE", [.text(name.text)])
      guard let schedule = try rows.first.map(ScheduleStore.record) else { throw ScheduleStore.missing(name) }
      let made = try makeRun(schedule, codeVersion: codeVersion, limits: limits, random: random)
      // Firings of one schedule wait for each other here, so the next millisecond is free.
      try connection.query(
        """
        INSERT INTO schedule_firing (schedule_no, fire_time, is_manual, outcome, run_no)
        SELECT $1, greatest(date_trunc('milliseconds', clock_timestamp()), max(fire_time) + interval '1 millisecond'),
          true, 'RUN', $2
        FROM schedule_firing WHERE schedule_no = $1 AND is_manual
        """, [.int4(schedule.number), .int4(made.run.number)])
      return made
    }
  }

  /// One look at an index: what a tick costs while nothing is due.
  private func isAnyDue() throws -> Bool {
    try connection.query(
      """
      SELECT EXISTS (
        SELECT FROM schedule WHERE NOT is_paused AND next_fire <= coalesce(\(SQLText.time("$1")), now()))
      """, [ScheduleStore.value(fixedNow)])[0].bool(0)
  }

  /// Settles the firing that has been due for longest and that nobody else is settling; `nil` when there is none.
  /// Empty when it turned out to be settled.
  private func fireNext(_ makeRun: (ScheduleRecord) throws -> (run: RunRecord, isNew: Bool)) throws
    -> [ScheduleFiring]?
  {
    try connection.transaction {
      let now = try now()
      let rows = try connection.query(
        """
        \(ScheduleStore.select) WHERE NOT is_paused AND next_fire <= \(SQLText.time("$1"))
        ORDER BY next_fire, schedule_no LIMIT 1 FOR UPDATE SKIP LOCKED
        """, [ScheduleStore.value(now)])
      guard let row = rows.first, let name = ScheduleName(row.text(1)) else { return nil }
      let number = row.int32(0)
      let planned = ScheduleStore.date(row.int(8))
      let schedule: ScheduleRecord
      do {
        schedule = try ScheduleStore.record(row)
      } catch {
        // Made by another version of the program: it must not hold up the others.
        let firing = ScheduleFiring(
          schedule: name, fireTime: planned, missedFrom: nil, isManual: false, outcome: .failed, runID: nil,
          error: "\(error)")
        try settle(firing, schedule: number, run: nil, next: nil)
        return [firing]
      }
      let timing = schedule.definition.timing
      let last = timing.last(atOrBefore: now, notBefore: planned) ?? planned
      let next = timing.next(after: now)
      // Only where the schedule was set back by hand.
      if try isSettled(last, schedule: number) {
        try move(schedule: number, to: next)
        return []
      }
      let (outcome, run, error) = try outcome(schedule, late: now.timeIntervalSince(last), makeRun)
      let firing = ScheduleFiring(
        schedule: name, fireTime: last, missedFrom: last > planned ? planned : nil, isManual: false,
        outcome: outcome, runID: run?.id, error: error)
      try settle(firing, schedule: number, run: run?.number, next: next)
      return [firing]
    }
  }

  private func outcome(
    _ schedule: ScheduleRecord, late: TimeInterval,
    _ makeRun: (ScheduleRecord) throws -> (run: RunRecord, isNew: Bool)
  ) throws -> (ScheduleFiring.Outcome, RunRecord?, error: String?) {
    switch schedule.definition.catchUp {
    case .none where late > ScheduleStore.grace:
      return (.missed, nil, "no worker or server was up within \(Int(ScheduleStore.grace)) s of this time")
    case .none, .last: break
    }
    try connection.execute("SAVEPOINT firing")
    do {
      return (.run, try makeRun(schedule).run, nil)
    } catch let error as PostgresError where error.isPassing {
      throw error
    } catch {
      try connection.execute("ROLLBACK TO SAVEPOINT firing")
      return (.failed, nil, "\(error)")
    }
  }

  private func isSettled(_ firing: Date, schedule: Int32) throws -> Bool {
    try connection.query(
      """
      SELECT EXISTS (SELECT FROM schedule_firing
        WHERE schedule_no = $1 AND NOT is_manual AND fire_time = \(SQLText.time("$2")))
      """, [.int4(schedule), ScheduleStore.value(firing)])[0].bool(0)
  }

  /// Writes down a firing and moves its schedule on.
  private func settle(_ firing: ScheduleFiring, schedule: Int32, run: Int32?, next: Date?) throws {
    let error = firing.error.map { String($0.filter { $0 != "\0" }.prefix(2_000)) }
    try connection.query(
      """
      INSERT INTO schedule_firing (schedule_no, fire_time, missed_from, is_manual, outcome, run_no, error)
      VALUES ($1, \(SQLText.time("$2")), \(SQLText.time("$3")), false, $4, $5, $6)
      """,
      [
        .int4(schedule), ScheduleStore.value(firing.fireTime), ScheduleStore.value(firing.missedFrom),
        .text(firing.outcome.rawValue), run.map { .int4($0) } ?? .null, .text(orNull: error),
      ])
    try connection.query(
      """
      UPDATE schedule SET last_fire = \(SQLText.time("$2")), last_outcome = $3,
        failures = failures + CASE $3 WHEN 'RUN' THEN 0 ELSE 1 END
      WHERE schedule_no = $1
      """, [.int4(schedule), ScheduleStore.value(firing.fireTime), .text(firing.outcome.rawValue)])
    try move(schedule: schedule, to: next)
    // Last, as others wait for the end of the trail from here to the commit.
    var details = JSONObject()
    details["fire_time"] = .string(AuditTime.text(ScheduleStore.milliseconds(firing.fireTime)))
    if let run = firing.runID { details["run"] = .string(run.text) }
    if let error { details["error"] = .string(error) }
    try AuditStore(connection).append([
      AuditEvent(
        time: ScheduleStore.milliseconds(try now()), actor: .schedule(firing.schedule.text),
        action: "fireSchedule",
        object: AuditObject(kind: "schedule", id: firing.schedule.text), outcome: firing.outcome.rawValue,
        details: details)
    ])
  }

  private func move(schedule: Int32, to next: Date?) throws {
    try connection.query(
      "UPDATE schedule SET next_fire = \(SQLText.time("$2")) WHERE schedule_no = $1",
      [.int4(schedule), ScheduleStore.value(next)])
  }

  // MARK: The run

  private func makeRun(
    _ schedule: ScheduleRecord, codeVersion: String, limits: RunLimits, random: () -> UInt64
  ) throws -> (run: RunRecord, isNew: Bool) {
    let template = schedule.definition.template
    guard let market = try market(for: template) else {
      throw ScheduleStore.none("market")
    }
    guard let positions = try positions(for: template) else {
      throw ScheduleStore.none("position")
    }
    let (request, snapshot) = try request(
      template, market: market, positions: positions, codeVersion: codeVersion)
    let excesses = limits.excesses(
      of: try RunStore(connection).estimate(request, market: snapshot, workers: 1))
    guard excesses.isEmpty else { throw StoreError.invalid(excesses.map(ScheduleStore.problem)) }
    let id = RunID(
      valuationDate: market.valuationDate, createdAtMilliseconds: ScheduleStore.milliseconds(try now()),
      random: random())
    let run = try RunStore(connection).create(
      request, id: id, by: "schedule \(schedule.definition.name)", queueing: template.queueing,
      isUnique: template.isUnique)
    return (run, run.id == id)
  }

  private static func none(_ kind: String) -> StoreError {
    .invalid([
      RunRequestProblem(
        field: "\(kind)_snapshot_id", message: "there is no \(kind) snapshot yet; store one first")
    ])
  }

  private static func problem(_ excess: RunLimits.Excess) -> RunRequestProblem {
    RunRequestProblem(
      field: excess.quantity.rawValue,
      message: "the run would have \(excess.estimated), and \(excess.most) is the limit; ask for "
        + "\(excess.quantity.remedy), or raise \(excess.quantity.variable)")
  }

  /// The snapshot that a template names, or the one stored last; `nil` when none is stored.
  func market(for template: RunTemplate) throws -> MarketSnapshotRecord? {
    let snapshots = MarketSnapshotStore(connection)
    guard let id = template.marketSnapshotID else { return try snapshots.list(limit: 1).first }
    guard let record = try snapshots.record(id: id) else {
      throw StoreError.notFound(kind: "market snapshot", id: id)
    }
    return record
  }

  /// The snapshot that a template names, or the one stored last; `nil` when none is stored.
  func positions(for template: RunTemplate) throws -> PositionSnapshotRecord? {
    let snapshots = PositionSnapshotStore(connection)
    guard let id = template.positionSnapshotID else { return try snapshots.list(limit: 1).first }
    guard let record = try snapshots.record(id: id) else {
      throw StoreError.notFound(kind: "position snapshot", id: id)
    }
    return record
  }

  /// - Throws: `StoreError.invalid` when the market does not have what the template asks for.
  func request(
    _ template: RunTemplate, market: MarketSnapshotRecord, positions: PositionSnapshotRecord,
    codeVersion: String
  ) throws -> (request: RunRequest, market: MarketSnapshot) {
    let request = template.request(market: market, positions: positions, codeVersion: codeVersion)
    guard let snapshot = try MarketSnapshotStore(connection).snapshot(id: market.id) else {
      throw StoreError.notFound(kind: "market snapshot", id: market.id)
    }
    let problems = request.problems(against: snapshot)
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    return (request, snapshot)
  }
}
