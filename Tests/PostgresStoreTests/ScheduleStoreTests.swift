import CronSchedules
import DatesAndConventions
import Foundation
import MarketData
import Pricing
import RunRecords
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Schedules", .enabled(if: TestCluster.isAvailable))
struct ScheduleStoreTests {
  private func time(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

  private func definition(
    _ name: String = "nightly", cron: String = "0 2 * * 1-5", zone: String = "America/New_York",
    catchUp: ScheduleDefinition.CatchUp = .last, template: RunTemplate? = nil
  ) throws -> ScheduleDefinition {
    ScheduleDefinition(
      name: try #require(ScheduleName(name)),
      timing: try CronSchedule(try CronExpression(cron), timeZone: zone, calendars: [.usNYSE]),
      catchUp: catchUp, template: template ?? Self.template())
  }

  private static func template(unique: Bool = false, currency: Currency = .usd, market: String? = nil)
    -> RunTemplate
  {
    RunTemplate(
      marketSnapshotID: market,
      scenarios: SampleBook.scenarios.prefix(1) + [
        Scenario(id: "FX", shifts: [.foreignExchange(FXShift(fraction: 0.1))])
      ],
      pricing: PricingRequest(measures: [.presentValue], reportingCurrency: currency), bucketCount: 2,
      queueing: RunQueueing(priority: 4, maxRunning: 7), isUnique: unique)
  }

  private func tick(_ connection: PostgresConnection, at moment: Date) throws -> [ScheduleFiring] {
    try ScheduleStore(connection, now: moment).tick(codeVersion: "test", random: { .random(in: 0 ... .max) })
  }

  // Friday 20 November 2026, noon in New York.
  private let friday = Date(timeIntervalSince1970: 1_795_194_000)

  @Test("a firing makes one run of the latest snapshots, as the template says, and plans the next")
  func firing() throws {
    let book = try SampleBook(count: 20)
    #expect(try friday == time("2026-11-20T17:00:00Z"))
    let (record, isNew) = try ScheduleStore(book.connection, now: friday).put(definition(), by: "desk")
    let monday = try time("2026-11-23T07:00:00Z")
    #expect(isNew && record.nextFiring == monday && record.lastFiring == nil)
    #expect(try tick(book.connection, at: monday - 0.001) == [])
    let fired = try #require(try tick(book.connection, at: monday).first)
    #expect(fired.outcome == .run && fired.fireTime == monday && fired.missedFrom == nil && !fired.isManual)
    #expect(try tick(book.connection, at: monday + 3_600) == [])
    let runID = try #require(fired.runID)
    let run = try #require(try RunStore(book.connection).record(id: runID))
    #expect(run.marketSnapshotID == book.market.id && run.positionSnapshotID == book.positions.id)
    #expect(run.scenarioIDs == ["BASE", "FX"] && run.createdBy == "schedule nightly")
    #expect(run.queueing == RunQueueing(priority: 4, maxRunning: 7))
    let request = try #require(try RunStore(book.connection).request(id: run.id))
    #expect(
      request.codeVersion == "test" && request.bucketCount == 2 && request.pricing.measures == [.presentValue]
    )
    let store = ScheduleStore(book.connection)
    let after = try store.require(record.definition.name)
    #expect(after.nextFiring == monday + 86_400 && after.lastFiring == monday && after.lastOutcome == .run)
    #expect(try store.firings(of: record.definition.name, limit: 5) == [fired])
    // Thursday the 26th is Thanksgiving.
    let days = after.definition.timing.firings(after: monday, count: 4).map {
      $0.timeIntervalSince(monday) / 86_400
    }
    #expect(days == [1, 2, 4, 7])
    // Newer snapshots are those of the next run.
    let market = MarketSnapshot(
      valuationDate: SampleBook.asOf, source: "later", builtAt: "2023-04-02T00:00:00Z", curves: [],
      discountCurves: [:], fxRates: ["USD": 1.09], fxBase: .eur)
    let newer = try MarketSnapshotStore(book.connection).put(market).record.id
    let second = try #require(try tick(book.connection, at: monday + 86_400).first?.runID)
    #expect(try RunStore(book.connection).record(id: second)?.marketSnapshotID == newer)
  }

  @Test("a firing whose run would exceed a limit makes none and says which")
  func limited() async throws {
    let book = try SampleBook(count: 20)
    let (record, _) = try ScheduleStore(book.connection, now: friday).put(definition("nightly"), by: "desk")
    let monday = try time("2026-11-23T07:00:00Z")
    var limits = RunLimits.standard
    limits[.cells] = 10
    let refused = try ScheduleStore(book.connection, now: monday)
      .tick(codeVersion: "test", limits: limits, random: { 1 })
    #expect(refused.map(\.outcome) == [.failed] && refused[0].runID == nil)
    #expect(refused[0].error?.contains("10 is the limit") == true)
    #expect(refused[0].error?.contains("TENOR_MAX_CELLS") == true)
    #expect(try RunStore(book.connection).list(limit: 5).isEmpty)
    #expect(throws: StoreError.self) {
      try ScheduleStore(book.connection, now: monday)
        .runNow(record.definition.name, codeVersion: "test", limits: limits, random: { 1 })
    }
    // The next firing is free of it.
    #expect(try tick(book.connection, at: monday + 86_400).map(\.outcome) == [.run])
  }

  @Test("however many processes tick at once, each firing makes one run")
  func once() async throws {
    let book = try SampleBook(count: 20)
    let store = ScheduleStore(book.connection, now: friday)
    for number in 0..<6 { _ = try store.put(definition("s\(number)"), by: "desk") }
    let monday = try time("2026-11-23T07:00:00Z")
    let settings = book.settings
    let settled = Mutex<[ScheduleFiring]>([])
    for day in 0..<3 {
      try await onThreads(8) { _ in
        let fired = try ScheduleStore(try PostgresConnection(settings), now: monday + Double(day) * 86_400)
          .tick(codeVersion: "test", random: { .random(in: 0 ... .max) })
        settled.withLock { $0 += fired }
      }
      // Who found every due row taken left it to the others.
      settled.withLock { settled in
        #expect(settled.count == 6 * (day + 1) && settled.allSatisfy { $0.outcome == .run })
        #expect(Set(settled.compactMap(\.runID)).count == settled.count)
      }
    }
    #expect(try RunStore(book.connection).list(limit: 100).count == 18)
    #expect(try book.connection.query("SELECT count(*) FROM schedule_firing")[0].int(0) == 18)
  }

  @Test("a firing that is settled makes no second run, even when the schedule is set back")
  func setBack() throws {
    let book = try SampleBook(count: 5)
    let store = ScheduleStore(book.connection, now: friday)
    _ = try store.put(definition(), by: "desk")
    let monday = try time("2026-11-23T07:00:00Z")
    #expect(try tick(book.connection, at: monday).count == 1)
    try book.connection.execute("UPDATE schedule SET next_fire = next_fire - interval '1 day'")
    #expect(try tick(book.connection, at: monday + 60) == [])
    #expect(try store.list(limit: 1).first?.nextFiring == monday + 86_400)
    #expect(try RunStore(book.connection).list(limit: 9).count == 1)
  }

  @Test("of firings missed while nothing was up, the last is made up for, or none is")
  func catchUp() throws {
    let book = try SampleBook(count: 5)
    let store = ScheduleStore(book.connection, now: friday)
    _ = try store.put(definition("last"), by: "desk")
    _ = try store.put(definition("none", catchUp: .none), by: "desk")
    // Up again on Wednesday at noon: Monday's, Tuesday's and Wednesday's firings are due.
    let monday = try time("2026-11-23T07:00:00Z")
    let wednesday = monday + 2 * 86_400
    let fired = try tick(book.connection, at: wednesday + 10 * 3_600)
    #expect(fired.map(\.schedule.text) == ["last", "none"])
    #expect(fired.map(\.outcome) == [.run, .missed])
    #expect(fired.allSatisfy { $0.fireTime == wednesday && $0.missedFrom == monday })
    #expect(try RunStore(book.connection).list(limit: 10).count == 1)
    let none = try #require(try store.record(ScheduleName("none")!))
    #expect(none.failures == 1 && none.lastOutcome == .missed && none.nextFiring == monday + 4 * 86_400)
    // A tick within two minutes is in time, after which it is late.
    let late = try tick(book.connection, at: monday + 4 * 86_400 + 120).filter { $0.schedule.text == "none" }
    #expect(late.map(\.outcome) == [.run])
    let later = try tick(book.connection, at: monday + 7 * 86_400 + 121).filter { $0.schedule.text == "none" }
    #expect(later.map(\.outcome) == [.missed])
    #expect(later.first?.missedFrom == nil)
  }

  @Test("a paused schedule fires nothing and catches nothing up; a removed one leaves its runs")
  func pausing() throws {
    let book = try SampleBook(count: 5)
    let name = try #require(ScheduleName("nightly"))
    let store = ScheduleStore(book.connection, now: friday)
    _ = try store.put(definition(), by: "desk")
    #expect(try store.pause(name).isPaused)
    let tuesday = try time("2026-11-24T12:00:00Z")
    #expect(try tick(book.connection, at: tuesday) == [])
    let resumed = try ScheduleStore(book.connection, now: tuesday).resume(name)
    let wednesday = try time("2026-11-25T07:00:00Z")
    #expect(!resumed.isPaused && resumed.nextFiring == wednesday)
    // Resuming what is not paused leaves a firing that is due.
    #expect(
      try ScheduleStore(book.connection, now: tuesday + 86_400).resume(name).nextFiring == resumed.nextFiring)
    #expect(try tick(book.connection, at: tuesday + 86_400).count == 1)
    _ = try store.pause(name)
    let made = try store.runNow(name, codeVersion: "test", random: { 1 })
    #expect(made.isNew)
    #expect(try store.firings(of: name, limit: 9).map(\.isManual).sorted { !$0 && $1 } == [false, true])
    try store.remove(name)
    #expect(try store.record(name) == nil)
    #expect(try RunStore(book.connection).list(limit: 10).count == 2)
    let missing = StoreError.notFound(kind: "schedule", id: "nightly")
    #expect(throws: missing) { try store.remove(name) }
    #expect(throws: missing) { try store.pause(name) }
    #expect(throws: missing) { try store.resume(name) }
    #expect(throws: missing) { try store.runNow(name, codeVersion: "test", random: { 1 }) }
  }

  @Test("a run that cannot be made is noted with its reason, and the schedule goes on")
  func failure() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase())
    _ = try ScheduleStore(connection, now: friday).put(definition(), by: "desk")
    let monday = try time("2026-11-23T07:00:00Z")
    let fired = try #require(try tick(connection, at: monday).first)
    #expect(fired.outcome == .failed && fired.error?.contains("no market snapshot yet") == true)
    let name = fired.schedule
    #expect(throws: StoreError.self) {
      try ScheduleStore(connection).runNow(name, codeVersion: "test", random: { 1 })
    }
    // A market comes, without the rate that is asked for.
    let market = MarketSnapshot(
      valuationDate: SampleBook.asOf, source: "test", builtAt: "2023-04-01T00:00:00Z", curves: [],
      discountCurves: [:], fxRates: ["GBP": 0.88], fxBase: .eur)
    _ = try MarketSnapshotStore(connection).put(market)
    try PortfolioStore(connection).ensure(paths: SampleBook.paths)
    _ = try PositionSnapshotStore(connection).put(
      asOf: SampleBook.asOf, source: "test", positions: [], instruments: [:])
    let second = try #require(try tick(connection, at: monday + 86_400).first)
    #expect(second.error?.contains("reporting_currency: the market has no rate for USD") == true)
    let record = try ScheduleStore(connection).require(name)
    #expect(record.failures == 2 && record.nextFiring == monday + 2 * 86_400 && record.lastOutcome == .failed)
    #expect(try ScheduleStore(connection).firings(of: name, limit: 9) == [second, fired])
    #expect(try RunStore(connection).list(limit: 9) == [])
  }

  @Test(
    "a failure in the database leaves the transaction in order, and an unreadable schedule holds up no other")
  func unreadable() throws {
    let book = try SampleBook(count: 5)
    let store = ScheduleStore(book.connection, now: friday)
    for name in ["a", "b", "c"] { _ = try store.put(definition(name), by: "desk") }
    try book.connection.execute(
      """
      UPDATE schedule SET template = '{}' WHERE name = 'a';
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.created_by = 'schedule b' THEN RAISE 'no'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION refuse();
      """)
    let fired = try tick(book.connection, at: try time("2026-11-23T07:00:00Z"))
    #expect(fired.map(\.schedule.text) == ["a", "b", "c"])
    #expect(fired.map(\.outcome) == [.failed, .failed, .run])
    #expect(fired[1].error?.contains("PostgreSQL") == true)
    let next = try book.connection.query("SELECT next_fire IS NULL FROM schedule ORDER BY name").map {
      $0.bool(0)
    }
    #expect(next == [true, false, false])
  }

  @Test("a schedule of unique runs makes no second run while nothing has changed")
  func unique() throws {
    let book = try SampleBook(count: 5)
    let store = ScheduleStore(book.connection, now: friday)
    _ = try store.put(definition(template: Self.template(unique: true)), by: "desk")
    let monday = try time("2026-11-23T07:00:00Z")
    let runs = try [0, 1].map { try tick(book.connection, at: monday + $0 * 86_400).first?.runID }
    #expect(runs[0] != nil && runs[0] == runs[1])
    let again = try store.runNow(ScheduleName("nightly")!, codeVersion: "test", random: { 1 })
    #expect(!again.isNew && again.run.id == runs[0])
    #expect(try RunStore(book.connection).list(limit: 9).count == 1)
  }

  @Test("what is wrong with a schedule is told when it is stored, and the same one twice is one")
  func refusals() throws {
    let book = try SampleBook(count: 5)
    let store = ScheduleStore(book.connection, now: friday)
    func field(_ definition: ScheduleDefinition) -> String? {
      let error = #expect(throws: StoreError.self) { try store.put(definition, by: "desk") }
      guard case .invalid(let problems) = error else { return nil }
      return problems.first?.field
    }
    #expect(field(try definition(cron: "0 2 25 12 *")) == "cron")
    #expect(
      field(try definition(template: Self.template(currency: Currency("GBP")!))) == "reporting_currency")
    #expect(field(try definition(template: Self.template(market: "latest"))) == "market_snapshot_id")
    let unknown = "sha256:" + String(repeating: "0", count: 64)
    #expect(throws: StoreError.notFound(kind: "market snapshot", id: unknown)) {
      try store.put(definition(template: Self.template(market: unknown)), by: "desk")
    }
    #expect(try store.list(limit: 9) == [])
    let first = try store.put(definition(), by: "desk")
    let second = try store.put(definition(), by: "another")
    #expect(first.isNew && !second.isNew && first.record == second.record)
    #expect(throws: StoreError.exists(kind: "schedule", id: "nightly")) {
      try store.put(definition(catchUp: .none), by: "desk")
    }
    #expect(ScheduleName("") == nil && ScheduleName("a b") == nil && ScheduleName("../a") == nil)
  }

  @Test("a ticker looks once in its interval")
  func ticker() throws {
    let book = try SampleBook(count: 5)
    _ = try ScheduleStore(book.connection, now: friday).put(definition(), by: "desk")
    try book.connection.execute("UPDATE schedule SET next_fire = now() - interval '1 s'")
    let ticker = ScheduleTicker(codeVersion: "test", random: { .random(in: 0 ... .max) })
    #expect(try ticker.tickIfDue(book.connection).count == 1)
    try book.connection.execute("UPDATE schedule SET next_fire = now() - interval '1 s'")
    #expect(try ticker.tickIfDue(book.connection).isEmpty)
  }
}
