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
      DatabaseOption.option, .json,
    ],
    example: "tenor import scenarios Samples/scenario-sets/irrbb-2024.json --market latest",
    notes:
      "FILE is JSON or CSV (docs/formats.md). A version never changes; the same scenarios again are the same "
      + "version.\nRuns name a set with --scenario-set NAME or NAME@VERSION.",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor import")
      var set = try InputFile.scenarioSet(arguments.positional[0], name: arguments.value("name"))
      if arguments.has("market") {
        let record = try RunReference.marketSnapshot(arguments.value("market"), connection)
        guard let market = try MarketSnapshotStore(connection).snapshot(id: record.id) else {
          throw StoreError.notFound(kind: "market snapshot", id: record.id)
        }
        let currency = try PricingOptions.reportingCurrency(arguments)
        let names = RiskFactorNames(market, reportingCurrency: currency)
        do {
          let narrowed = try set.narrowed(to: names)
          if !narrowed.leftOut.isEmpty {
            console.note(
              "left out, since the market lacks them: \(narrowed.leftOut.joined(separator: ", "))")
          }
          set = narrowed.set
        } catch {
          throw CommandError(.rejectedInput, "--market: nothing of the set is in this market: \(error)")
        }
      }
      var addition = ScenarioStore.Addition(set, by: try arguments.person(console))
      addition.description = arguments.value("description") ?? ""
      addition.note = arguments.value("note") ?? ""
      addition.requiresApproval = arguments.has("requires-approval")
      let store = ScenarioStore(connection)
      let (version, isNew) = try store.add(addition)
      let record = try store.set(set.id)
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
}
