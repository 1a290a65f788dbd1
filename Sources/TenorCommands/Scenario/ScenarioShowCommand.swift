import PostgresStore

extension Command {
  static let scenarioShow = Command(
    path: ["scenario", "show"], summary: "Print a version of a scenario set", arguments: ["NAME[@VERSION]"],
    options: [DatabaseOption.option], example: "tenor scenario show DESK@2",
    notes: "Prints the JSON that 'tenor import scenarios' takes; without a version, of the newest.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor scenario")
      let store = ScenarioStore(connection)
      let (name, version) = try ScenarioSetOptions.version(arguments.positional[0], store)
      console.print(try ScenarioSetOptions.finding { try store.version(version, of: name).document })
      return .success
    })
}
