import AccessControl
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
      let publisher = try arguments.person(console)
      guard try AccessOptions.duties(console).mayPublish(publisher, runOf: record.createdBy) else {
        throw CommandError(
          .failed,
          "\(record.createdBy) created run \(record.id), and \(AccessOptions.fourEyesVariable) asks that another person "
            + "publishes it")
      }
      let made = try RunStore(connection).publish(record.id, by: publisher)
      console.print(
        "published \(record.id) by \(made.publishedBy) at \(made.publishedAt): \(made.resultRows) result rows, "
          + "\(made.cashFlowRows) cash flows, \(made.nodeRows) node rows")
      return .success
    })
}
