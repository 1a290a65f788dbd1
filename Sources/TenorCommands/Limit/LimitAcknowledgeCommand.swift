import PostgresStore
import RunRecords

extension Command {
  static let limitAcknowledge = Command(
    path: ["limit", "acknowledge"], summary: "Say what is done about a run's breach of a limit",
    arguments: ["RUN", "NAME"],
    options: [
      Option(name: "comment", value: "TEXT", help: "what is done"), LimitOptions.by, DatabaseOption.option,
    ],
    example: "tenor limit acknowledge latest credit-dv01 --comment \"hedge on Monday\" --by bob",
    isAudited: true,
    run: { arguments, console in
      let name = try LimitOptions.name(arguments.positional[1])
      let comment = try arguments.required("comment")
      guard (1...1_000).contains(comment.unicodeScalars.count),
        comment.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
      else {
        throw CommandError(.usage, "--comment is not 1 to 1,000 characters without control characters")
      }
      let person = try arguments.person(console)
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor limit")
      let run = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", run.id.text)
      console.concerns("limit", name.text)
      let found = try LimitOptions.finding {
        try LimitStore(connection).acknowledge(run.id, name, by: person, comment: comment)
      }
      console.print("acknowledged \(found.finding.status.rawValue) of run \(run.id) against limit \(name)")
      return .success
    })
}
