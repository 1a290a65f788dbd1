import Foundation
import Glibc
import PostgresStore
import TestSupport
import Testing

@Suite("Schedules", .enabled(if: TestCluster.isAvailable))
struct ScheduleTests {
  let database: PostgresSettings
  let tenor: Tenor
  let connection: PostgresConnection

  init() throws {
    database = try TestCluster.makeDatabase()
    tenor = try Tenor(database: database)
    connection = try PostgresConnection(database)
  }

  /// As if the schedule had been due for as long.
  private func makeDue(_ name: String, secondsAgo: Int = 1) throws {
    try connection.query(
      "UPDATE schedule SET next_fire = date_trunc('second', now()) - $2 * interval '1 second' WHERE name = $1",
      [.text(name), .int4(Int32(secondsAgo))])
  }

  private func object(_ arguments: String...) async throws -> [String: Any] {
    let outcome = try await tenor.run(arguments)
    return try #require(try json(outcome.output) as? [String: Any], "\(outcome.errors)")
  }

  @Test("a worker makes the run of a schedule that is due, and prices it")
  func worker() async throws {
    try await tenor.importBook(GeneratedBook(count: 60))
    try await tenor.success(
      "schedule", "add", "nightly", "--at", "0 2 * * 1-5", "--zone", "America/New_York", "--calendar",
      "US_NYSE",
      "--measures", "PV,DV01", "--buckets", "3", "--priority", "2")
    try makeDue("nightly")
    let worker = try await tenor.run("worker", "--until-idle")
    #expect(worker.status == 0 && worker.errors.contains("schedule nightly of "))
    let shown = try await object("schedule", "show", "nightly", "--json")
    let firings = try #require(shown["firings"] as? [[String: Any]])
    #expect(firings.count == 1 && firings[0]["outcome"] as? String == "RUN" && shown["failures"] as? Int == 0)
    let run = try #require(firings[0]["run_id"] as? String)
    let status = try #require(try await object("run", "status", run, "--json")["run"] as? [String: Any])
    #expect(status["state"] as? String == "SUCCEEDED" && status["position_count"] as? Int == 60)
    #expect(status["created_by"] as? String == "schedule nightly")
    #expect(try await tenor.success("run", "verify", run).contains("bit-equal"))
    // Once: another worker finds nothing due.
    _ = try await tenor.run("worker", "--until-idle")
    #expect(try connection.query("SELECT count(*) FROM run")[0].int(0) == 1)
  }

  @Test("a server makes the run too, and workers and servers together make one")
  func server() async throws {
    try await tenor.importBook(GeneratedBook(count: 20))
    try await tenor.success("schedule", "add", "yearly", "--at", "@yearly", "--measures", "PV")
    try makeDue("yearly")
    let processes = [
      try tenor.start("serve", "runs", "--port", "0"), try tenor.start("serve", "runs", "--port", "0"),
      try tenor.start("worker"),
    ]
    try await eventually("the schedule has fired and its run is done") {
      try connection.query("SELECT count(*) FROM run WHERE state = 'SUCCEEDED'")[0].int(0) == 1
    }
    try await eventually("everyone is up") {
      processes[0].output.contains("http://") && processes[1].output.contains("http://")
    }
    for process in processes {
      process.send(SIGTERM)
      #expect(try await process.outcome().status == 0)
    }
    #expect(try connection.query("SELECT count(*) FROM schedule_firing")[0].int(0) == 1)
    #expect(try connection.query("SELECT count(*) FROM run")[0].int(0) == 1)
    #expect(processes.count { $0.errors.contains("schedule yearly of ") } == 1)
  }

  @Test("a tick tells what it did: runs, reasons why there is none, and firings that were missed")
  func tick() async throws {
    #expect(try await tenor.success("schedule", "tick") == "")
    try await tenor.success("schedule", "add", "a", "--at", "@yearly", "--measures", "PV")
    try makeDue("a")
    let failed = try await tenor.run("schedule", "tick")
    #expect(
      failed.status == 1
        && failed.output.contains("no run: market_snapshot_id: there is no market snapshot yet"))
    try await tenor.importBook(GeneratedBook(count: 20))
    // Not the firing of before, which is settled.
    try connection.execute("DELETE FROM schedule_firing")
    try makeDue("a")
    let made = try await tenor.success("schedule", "tick")
    #expect(made.contains("schedule a of ") && made.contains(": run R20230331-"))
    try await tenor.success(
      "schedule", "add", "b", "--at", "0 2 * * *", "--catch-up", "none", "--measures", "PV", "--market",
      "latest")
    try makeDue("b", secondsAgo: 200_000)
    let missed = try await tenor.run("schedule", "tick")
    #expect(
      missed.status == 1 && missed.output.contains("schedule b of ")
        && missed.output.contains("missed: no worker"))
    #expect(missed.output.contains(", those from "))
    let queue = try await object("queue", "status", "--json")
    let schedules = try #require(queue["schedules"] as? [[String: Any]])
    #expect(schedules.map { $0["failures"] as? Int } == [1, 1])
    #expect(schedules.map { $0["has_failed"] as? Bool } == [false, true])
    #expect((queue["runs"] as? [Any])?.count == 1)
    #expect(try await tenor.success("queue", "status").contains("\n  b  "))
  }

  @Test("a schedule is listed, paused, resumed, run by hand and removed")
  func life() async throws {
    #expect(try await tenor.success("schedule", "list").contains("tenor schedule add"))
    try await tenor.importBook(GeneratedBook(count: 20))
    let add = [
      "schedule", "add", "nightly", "--at", "0 2 * * *", "--zone", "Europe/London", "--measures", "PV",
    ]
    let added = try await tenor.run(add)
    #expect(added.status == 0 && added.output.hasPrefix("schedule nightly\n"))
    #expect(try await tenor.run(add).output.contains("there already, the same"))
    let taken = try await tenor.run(add + ["--priority", "1"])
    #expect(taken.status == 1 && taken.errors.contains("there is a schedule 'nightly' already"))
    #expect(
      try await tenor.success("schedule", "next", "nightly", "--count", "3").split(separator: "\n").count == 3
    )
    try await tenor.success("schedule", "pause", "nightly")
    #expect(try await tenor.success("schedule", "list").contains("  paused  "))
    let run = try await tenor.success("schedule", "run-now", "nightly").dropFirst(4)
    #expect(
      try await tenor.success("run", "change", String(run), "--priority", "3", "--max-running", "2").contains(
        "at most 2"))
    #expect(try await tenor.success("queue", "status").contains(run))
    #expect(try await tenor.success("schedule", "show", "nightly").contains("  hand"))
    #expect(try await tenor.success("schedule", "resume", "nightly").contains("next 20"))
    try await tenor.success("schedule", "remove", "nightly")
    let gone = try await tenor.run("schedule", "show", "nightly")
    #expect(gone.status == 1 && gone.errors.contains("there is no schedule 'nightly'; 'tenor schedule list'"))
    #expect(try await tenor.success("run", "status", String(run)).contains("QUEUED"))
  }

  @Test(
    "a mistake is told with what to write, and nothing is stored",
    arguments: [
      (["schedule", "add", "n"], 2, "--at is missing"),
      (["schedule", "add", "a b", "--at", "@daily"], 2, "is not the name of a schedule"),
      (["schedule", "add", "n", "--at", "0 2 * *"], 2, "--at: cron: '0 2 * *' has 4 fields"),
      (["schedule", "add", "n", "--at", "0 2 * * XYZ"], 2, "--at: day of week: 'XYZ' is not known"),
      (["schedule", "add", "n", "--at", "@daily", "--zone", "EST"], 2, "--zone: 'EST' is not known"),
      (
        ["schedule", "add", "n", "--at", "@daily", "--calendar", "USNY"], 2,
        "--calendar: 'USNY' is not a calendar"
      ),
      (["schedule", "add", "n", "--at", "@daily", "--catch-up", "all"], 2, "--catch-up 'all' is not known"),
      (["schedule", "add", "n", "--at", "0 2 31 2 *"], 3, "cron: '0 2 31 2 *' fires on no day"),
      (
        ["schedule", "add", "n", "--at", "@daily", "--market", "x"], 3,
        "market_snapshot_id: is not a snapshot id"
      ),
      (["schedule", "next"], 2, "--at is missing"),
      (["schedule", "next", "n", "--zone", "UTC"], 2, "leave --zone out"),
      (["schedule", "pause", "n"], 1, "there is no schedule 'n'"),
      (["run", "change", "latest"], 2, "nothing to change"),
    ])
  func mistakes(words: [String], status: Int32, message: String) async throws {
    let outcome = try await tenor.run(words)
    #expect(outcome.status == status)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try connection.query("SELECT count(*) FROM schedule")[0].int(0) == 0)
  }
}
