import TestSupport
import Testing

@Suite("Scenario sets", .enabled(if: TestCluster.isAvailable))
struct ScenarioSetTests {
  @Test("a set is imported, narrowed to a market, approved by another person, used by a run and retired")
  func life() async throws {
    let tenor = try Tenor(database: try TestCluster.makeDatabase())
    try await tenor.success("import", "market", "\(Tenor.fund)/market")
    try await tenor.success("import", "instruments", "\(Tenor.fund)/instruments.csv")
    try await tenor.success("import", "positions", "\(Tenor.fund)/positions.csv", "--as-of", "2023-03-31")
    let sets = "\(Tenor.samples)/scenario-sets"
    let imported = try await tenor.run(
      "import", "scenarios", "\(sets)/irrbb-2024.json", "--market", "latest", "--requires-approval", "--by",
      "ann", "--note", "first")
    #expect(imported.status == 0 && imported.output.contains("scenario set irrbb-2024@1"))
    #expect(imported.output.contains("7 scenarios") && imported.errors.contains("left out"))
    #expect(imported.errors.contains("ARS"))

    let early = try await tenor.run("run", "create", "--scenario-set", "irrbb-2024", "--measures", "PV")
    #expect(early.status == 3 && early.errors.contains("approved"))
    let own = try await tenor.run("scenario", "approve", "irrbb-2024@1", "--by", "ann")
    #expect(own.status == 3 && own.errors.contains("another person"))
    _ = try await tenor.success("scenario", "approve", "irrbb-2024@1", "--by", "bob")
    #expect(try await tenor.success("scenario", "list").contains("irrbb-2024"))

    let run = try await tenor.success(
      "run", "create", "--scenario-set", "irrbb-2024", "--measures", "PV", "--id-only")
    let status = try await tenor.success("run", "status", run, "--json")
    #expect(status.contains("PARALLEL_UP") && status.contains("STEEPENER"))
    let both = try await tenor.run("run", "create", "--scenario-set", "X", "--scenarios", "core")
    #expect(both.status == 2)
    let none = try await tenor.run("run", "create", "--scenario-set", "NONE")
    #expect(none.status == 1 && none.errors.contains("tenor scenario list"))

    _ = try await tenor.success("scenario", "retire", "irrbb-2024@1", "--reason", "done", "--by", "bob")
    let late = try await tenor.run("run", "create", "--scenario-set", "irrbb-2024@1", "--measures", "PV")
    #expect(late.status == 3 && late.errors.contains("retired by bob"))
    // What is shown can be imported again, and is the same version.
    let shown = try await tenor.success("scenario", "show", "irrbb-2024")
    try tenor.write("again.json", shown)
    #expect(try await tenor.success("import", "scenarios", "again.json").contains("it was there already"))
  }

  @Test("a table with a mistake is refused with its line, and nothing is stored")
  func mistakes() async throws {
    let tenor = try Tenor(database: try TestCluster.makeDatabase())
    try tenor.write("desk.csv", "scenario,shift,basis_points\nUP,zero_rates,100\nUP,zero_rate,5\n")
    let refused = try await tenor.run("import", "scenarios", "desk.csv")
    #expect(refused.status == 3 && refused.errors.contains("desk.csv, line 3, shift"))
    #expect(try await tenor.success("scenario", "list").contains("no scenario set is stored"))
  }
}
