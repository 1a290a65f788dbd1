import PostgresStore

extension Command {
  static let dbStatus = Command(
    path: ["db", "status"], summary: "Tell whether the private PostgreSQL runs, and where", options: [.json],
    example: "tenor db status --json",
    run: { arguments, console in
      try DatabaseOption.reaching {
        let status = try DatabaseOption.cluster(console).status()
        try DatabaseStatus(status).print(arguments, console)
        return status.isRunning ? .success : .failed
      }
    })
}
