import PostgresStore

extension Command {
  static let dbRoles = Command(
    path: ["db", "roles"],
    summary: "Make the database's logins for workers and services, with few rights each",
    options: [
      DatabaseOption.option,
      Option(name: "dry-run", value: nil, help: "print the statements, for somebody else to run, and end"),
    ],
    example: "tenor db roles --database postgresql://tenor@db.example/tenor",
    notes:
      "Run as the owner of the tables, who may make roles (CREATEROLE). The roles are "
      + DatabaseRole.allCases.map(\.rawValue).joined(separator: ", ")
      + ";\ndocs/security.md lists what each may do. They have no password until you set one. 'tenor db migrate' keeps "
      + "their rights\nup to date. Workers and servers use them with --database-roles; those of a private cluster always do.",
    isAudited: true,
    run: { arguments, console in
      if arguments.has("dry-run") {
        console.print(RoleGrants.sql)
        return .success
      }
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor roles")
      let roles = RoleGrants(connection)
      let wereThere = try roles.areThere()
      try roles.apply()
      console.print(wereThere ? "the roles have their rights" : "made the roles and gave them their rights")
      return .success
    })
}
