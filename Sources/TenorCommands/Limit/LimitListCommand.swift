import JSONDocuments
import PostgresStore
import RunRecords
import Services

extension Command {
  static let limitList = Command(
    path: ["limit", "list"], summary: "List the limits, or the history of one", arguments: ["[NAME]"],
    options: [DatabaseOption.option, .json], example: "tenor limit list",
    run: { arguments, console in
      let name = try arguments.positional.first.map { try LimitOptions.name($0) }
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor limit")
      let store = LimitStore(connection)
      let limits = try LimitOptions.finding {
        try name.map { [try store.require($0)] } ?? store.list(limit: 100_000)
      }
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(limits.map(LimitView.init)))
        return .success
      }
      guard !limits.isEmpty else {
        console.print("there is no limit yet; propose one with 'tenor limit add'")
        return .success
      }
      var table = TextTable([
        ("limit", .left), ("state", .left), ("version", .right), ("portfolio", .left), ("figure", .left),
        ("bounds", .left), ("waits", .left),
      ])
      for limit in limits {
        let definition = limit.definition ?? limit.proposal?.definition
        table.append([
          limit.name.text, limit.state.rawValue, "\(limit.version)",
          definition.map { LimitText.node($0.node) } ?? "-",
          definition.map { LimitText.figure($0.figure) } ?? "-",
          definition.map { LimitText.bounds($0) } ?? "-", LimitText.proposal(limit.proposal),
        ])
      }
      for line in table.lines { console.print(line) }
      guard let name else { return .success }
      var history = TextTable([
        ("step", .right), ("at", .left), ("by", .left), ("what", .left), ("change", .left), ("bounds", .left),
      ])
      for event in try store.events(of: name) {
        history.append([
          "\(event.number)", event.at, event.actor, event.step.rawValue, event.change.rawValue,
          event.after.map { LimitText.bounds($0) } ?? "",
        ])
      }
      console.print("")
      for line in history.lines { console.print(line) }
      return .success
    })
}
