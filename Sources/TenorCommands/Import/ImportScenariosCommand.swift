import DataImports
import JSONDocuments
import MarketData
import PostgresStore
import RunRecords

extension Command {
  static let importScenarios = Command(
    path: ["import", "scenarios"], summary: "Store a version of a scenario set", arguments: ["FILE"],
    options: [
      Option(name: "name", value: "NAME", help: "the set's name; default that of a JSON file, or the CSV's"),
      Option(
        name: "market", value: "ID",
        help: "leave out shifts of curves and currencies that this market (or latest) lacks"),
      Option(name: "currency", value: "CODE", help: "reporting currency, with --market; default USD"),
      Option(name: "description", value: "TEXT", help: "of the set as a whole"),
      Option(name: "note", value: "TEXT", help: "what is new in this version"),
      Option(
        name: "requires-approval", value: nil,
        help: "versions serve runs only once another person has approved them"),
      Option(name: "by", value: "USER", help: "the author; default the login name"),
      Option(name: "dry-run", value: nil, help: "check the file and store nothing"),
      DatabaseOption.option, .json,
    ],
    example: "tenor import scenarios Samples/scenario-sets/irrbb-2024.json --market latest",
    notes:
      "FILE is JSON or CSV (docs/formats.md). A version never changes; the same scenarios again are the same "
      + "version.\nRuns name a set with --scenario-set NAME or NAME@VERSION.",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.importConnection(arguments, console)
      var request = ImportRequest(.scenarios, isDryRun: arguments.has("dry-run"))
      request.setName = arguments.value("name")
      request.description = arguments.value("description")
      request.note = arguments.value("note")
      request.requiresApproval = arguments.has("requires-approval")
      let run = FileImport(
        ImportFile(path: arguments.positional[0]), by: try arguments.person(console), connection)
      let outcome: ImportOutcome
      do {
        outcome = try InputFile.refusing {
          try run.scenarios(request) { try narrowed($0, arguments, console, connection) }
        }
      } catch StoreError.invalid(let problems) {
        throw CommandError(.usage, problems.map { "--name: \($0.message)" }.joined(separator: "; "))
      }
      guard let text = outcome.result?.scenarioSet, let reference = ScenarioSetReference(text),
        let number = reference.version
      else {
        console.print("the scenario set can be stored; nothing stored")
        return .success
      }
      let store = ScenarioStore(connection)
      let version = try store.version(number, of: reference.name).record
      let isNew = outcome.result?.isNew ?? false
      let record = try store.set(reference.name)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(version))
        return .success
      }
      console.print(
        "scenario set \(record.name)@\(version.version)\n  \(version.scenarioCount) scenarios"
          + (isNew ? "" : "; it was there already")
          + (record.requiresApproval && version.approvedBy == nil
            ? "; to be approved by another person than \(version.createdBy)" : ""))
      return .success
    })

  /// The set without what the market of `--market` does not have.
  private static func narrowed(
    _ set: ScenarioSet, _ arguments: Arguments, _ console: Console, _ connection: PostgresConnection
  ) throws -> ScenarioSet {
    guard arguments.has("market") else { return set }
    let record = try RunReference.marketSnapshot(arguments.value("market"), connection)
    guard let market = try MarketSnapshotStore(connection).snapshot(id: record.id) else {
      throw StoreError.notFound(kind: "market snapshot", id: record.id)
    }
    let currency = try PricingOptions.reportingCurrency(arguments)
    do {
      let narrowed = try set.narrowed(to: RiskFactorNames(market, reportingCurrency: currency))
      if !narrowed.leftOut.isEmpty {
        console.note("left out, since the market lacks them: \(narrowed.leftOut.joined(separator: ", "))")
      }
      return narrowed.set
    } catch {
      throw CommandError(.rejectedInput, "--market: nothing of the set is in this market: \(error)")
    }
  }
}
