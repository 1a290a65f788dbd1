import PostgresStore

extension Command {
  static let dbStop = Command(
    path: ["db", "stop"], summary: "Stop the private PostgreSQL of this folder", example: "tenor db stop",
    run: { _, console in
      try DatabaseOption.reaching {
        console.print(try DatabaseOption.cluster(console).stop() ? "stopped" : "was not running")
      }
      return .success
    })
}
