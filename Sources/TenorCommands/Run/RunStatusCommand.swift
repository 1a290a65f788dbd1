import Foundation
import Instruments
import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let runStatus = Command(
    path: ["run", "status"], summary: "Show how far a run is, or list runs", arguments: ["[RUN]"],
    options: [
      Option(name: "watch", value: nil, help: "follow the run until it ends; exit code 1 when it fails"),
      Option(name: "tasks", value: nil, help: "list the run's tasks"),
      DatabaseOption.option, .json,
    ],
    example: "tenor run status latest --watch",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor run")
      guard let name = arguments.positional.first else {
        let runs = try RunStore(connection).list(limit: 20)
        if arguments.has("json") {
          console.print(try CanonicalJSON.encode(runs))
        } else {
          for run in runs {
            console.print(
              "\(run.id)  \(run.state.rawValue)\(run.isPublished ? " published" : "")  \(run.positionCount) positions  "
                + "\(run.scenarioIDs.count) scenarios  \(run.createdAt)")
          }
        }
        return .success
      }
      let record = try RunReference.run(name, connection)
      let status = try follow(record.id, connection, console, watches: arguments.has("watch"))
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(status))
      } else {
        if !arguments.has("watch") { console.print(status.line) }
        if let error = status.progress.error { console.print("  error: \(error)") }
      }
      if arguments.has("tasks"), !arguments.has("json") { try printTasks(record.id, connection, console) }
      return arguments.has("watch") && status.progress.state != .succeeded ? .failed : .success
    })

  private static func follow(
    _ id: RunID, _ connection: PostgresConnection, _ console: Console, watches: Bool
  ) throws -> RunStatus {
    let runs = RunStore(connection)
    var shown = ""
    while true {
      guard let progress = try runs.progress(id: id) else {
        throw StoreError.notFound(kind: "run", id: id.text)
      }
      let status = RunStatus(run: try runs.existing(id), progress: progress)
      guard watches else { return status }
      let isOver = progress.state.isFinal || progress.state == .failed
      if console.isInteractive || status.line.prefix(80) != shown.prefix(80) || isOver {
        console.progress(status.line)
        shown = status.line
      }
      if isOver {
        console.endProgress()
        return status
      }
      Thread.sleep(forTimeInterval: 0.25)
    }
  }

  private static func printTasks(_ id: RunID, _ connection: PostgresConnection, _ console: Console) throws {
    var table = TextTable([
      ("task", .right), ("work", .left), ("state", .left), ("positions", .right), ("attempts", .right),
      ("worker", .left), ("error", .left),
    ])
    for task in try RunStore(connection).tasks(id: id) {
      table.append([
        "\(task.number)",
        task.productType.map { "\($0.rawValue) bucket \(task.bucket)" } ?? task.kind.rawValue,
        task.state, "\(task.positionCount)", "\(task.attempts)", task.holder ?? "", task.error ?? "",
      ])
    }
    for line in table.lines { console.print(line) }
  }
}
