import PostgresStore

extension Command {
  static let dbStart = Command(
    path: ["db", "start"], summary: "Start the private PostgreSQL of this folder, making it at first",
    options: [.json], example: "tenor db start",
    notes: "The cluster lives in .tenor/pg, listens on a Unix socket only and keeps its data when stopped.",
    run: { arguments, console in
      try DatabaseOption.reaching {
        let cluster = try DatabaseOption.cluster(console)
        try cluster.start()
        try DatabaseStatus(cluster.status()).print(arguments, console)
      }
      return .success
    })
}
