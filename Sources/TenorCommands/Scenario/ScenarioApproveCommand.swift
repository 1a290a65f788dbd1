import PostgresStore
import RunRecords

extension Command {
  static let scenarioApprove = Command(
    path: ["scenario", "approve"], summary: "Approve a version of a scenario set",
    arguments: ["NAME@VERSION"],
    options: [
      Option(name: "by", value: "USER", help: "who approves; default the login name"), DatabaseOption.option,
    ],
    example: "tenor scenario approve DESK@2 --by bob",
    notes: "Another person than the version's author approves it.",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor scenario")
      let store = ScenarioStore(connection)
      let (name, version) = try ScenarioSetOptions.version(arguments.positional[0], store)
      let user = try arguments.person(console)
      let approved = try ScenarioSetOptions.finding { try store.approve(version, of: name, by: user) }
      console.print("scenario set \(name)@\(version)\n  approved by \(approved.approvedBy ?? user)")
      return .success
    })
}
