import PostgresStore
import RunRecords

extension Command {
  static let runPublish = Command(
    path: ["run", "publish"], summary: "Freeze a run and its results for good", arguments: ["RUN"],
    options: [
      Option(name: "by", value: "USER", help: "who publishes; default the login name"), DatabaseOption.option,
    ],
    example: "tenor run publish latest --by risk",
    isAudited: true,
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      let record = try RunReference.run(arguments.positional[0], connection)
      console.concerns("run", record.id.text)
      let made = try RunStore(connection).publish(
        record.id, by: try arguments.person(console))
      console.print(
        "published \(record.id) by \(made.publishedBy) at \(made.publishedAt): \(made.resultRows) result rows, "
          + "\(made.cashFlowRows) cash flows, \(made.nodeRows) node rows")
      return .success
    })
}
