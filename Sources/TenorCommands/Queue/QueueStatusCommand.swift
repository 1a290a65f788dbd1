import JSONDocuments
import PostgresStore
import RunRecords

extension Command {
  static let queueStatus = Command(
    path: ["queue", "status"], summary: "Show how many tasks wait and run, and whose turn comes next",
    options: [DatabaseOption.option, .json], example: "tenor queue status",
    notes: "The same figures are at /metrics of 'tenor serve runs', for Prometheus.",
    run: { arguments, console in
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor queue")
      let status = QueueStatus(try QueueStatistics.read(connection))
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(status))
      } else {
        for line in status.lines { console.print(line) }
      }
      return .success
    })
}
