import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let scenarioList = Command(
    path: ["scenario", "list"], summary: "List stored scenario sets",
    options: [DatabaseOption.option, .json], example: "tenor scenario list",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor scenario")
      let sets = try ScenarioStore(connection).sets(limit: 1_000)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(sets))
        return .success
      }
      guard !sets.isEmpty else {
        console.print("no scenario set is stored; 'tenor import scenarios' stores one")
        return .success
      }
      var table = TextTable([
        ("set", .left), ("latest", .right), ("usable", .right), ("description", .left),
      ])
      for set in sets {
        table.append([
          set.name, "\(set.latestVersion)", set.usableVersion.map { "\($0)" } ?? "none", set.description,
        ])
      }
      for line in table.lines { console.print(line) }
      return .success
    })
}
