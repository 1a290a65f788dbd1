import JSONDocuments
import PostgresStore

/// What `db start` and `db status` print.
struct DatabaseStatus: Codable {
  let isRunning: Bool
  let processId: Int?
  let address: String
  let directory: String
  let logFile: String

  init(_ status: PrivateCluster.Status) {
    isRunning = status.isRunning
    processId = status.processID.map(Int.init)
    address = status.address
    directory = status.directory
    logFile = status.logFile
  }

  func print(_ arguments: Arguments, _ console: Console) throws {
    if arguments.has("json") {
      console.print(try CanonicalJSON.encode(self))
      return
    }
    console.print(
      isRunning ? "running (process \(processId ?? 0))" : "not running; start it with 'tenor db start'")
    console.print("  data     \(directory)")
    console.print("  address  \(address)")
    console.print("  log      \(logFile)")
  }
}
