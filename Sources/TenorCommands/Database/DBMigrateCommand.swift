import PostgresStore

extension Command {
  static let dbMigrate = Command(
    path: ["db", "migrate"], summary: "Bring the database's schema up to this program's",
    options: [DatabaseOption.option],
    example: "tenor db migrate --database postgresql://tenor@db.example/tenor",
    isAudited: true,
    run: { arguments, console in
      try DatabaseOption.reaching {
        let address: String
        if let given = DatabaseOption.address(arguments, console) {
          address = given
        } else {
          let cluster = try DatabaseOption.cluster(console)
          try cluster.start()
          address = cluster.address
        }
        let connection = try PostgresConnection(
          PostgresSettings(
            address: address, applicationName: "tenor migrate", statementTimeoutMilliseconds: 0))
        let applied = try Migrator(connection).migrate()
        // Where there are roles, they get their rights on what is new.
        try RoleGrants(connection).bringUpToDate(makesRoles: false)
        console.print(
          applied.isEmpty ? "the schema is up to date" : "applied \(applied.joined(separator: ", "))")
      }
      return .success
    })
}
