import PostgresStore
import RunRecords

extension Command {
  static let scenarioRetire = Command(
    path: ["scenario", "retire"], summary: "Keep new runs from a version of a scenario set",
    arguments: ["NAME@VERSION"],
    options: [
      Option(name: "reason", value: "TEXT", help: "why; kept with the version"),
      Option(name: "by", value: "USER", help: "who retires it; default the login name"),
      DatabaseOption.option,
    ],
    example: "tenor scenario retire DESK@1 --reason \"wrong sign of the twist\"",
    notes: "The version and the runs made of it stay.",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor scenario")
      let store = ScenarioStore(connection)
      let (name, version) = try ScenarioSetOptions.version(arguments.positional[0], store)
      let reason = try arguments.required("reason")
      let user = try arguments.person(console)
      let retired = try ScenarioSetOptions.finding {
        try store.retire(version, of: name, by: user, reason: reason)
      }
      console.print("scenario set \(name)@\(version)\n  retired by \(retired.retiredBy ?? user)")
      return .success
    })
}
