import PostgresStore

extension Command {
  static let auditRetention = Command(
    path: ["audit", "retention"], summary: "Set how long records stay in the audit trail",
    options: [
      Option(name: "years", value: "N", help: "1 to 100; seven at first"),
      Option(name: "reason", value: "TEXT", help: "why"),
      Option(name: "by", value: "USER", help: "who sets it; default the login name"),
      DatabaseOption.option,
    ],
    example: "tenor audit retention --years 10 --reason \"local law\"",
    notes:
      "'tenor audit archive' takes no younger record, and the database lets none go. What was set before is kept, with who "
      + "set\nit and why. Needs the owner of the tables.",
    isAudited: true,
    run: { arguments, console in
      _ = try arguments.required("years")
      let years = try arguments.integer("years", default: 7, in: 1...100)
      let reason = try arguments.required("reason")
      guard !reason.isEmpty else { throw CommandError(.usage, "--reason is empty; say why") }
      let user = arguments.value("by") ?? console.environment["USER"] ?? "unknown"
      let connection = try DatabaseOption.connection(arguments, console, applicationName: "tenor audit")
      let store = AuditStore(connection)
      try store.setRetention(years: years, reason: reason, by: user)
      console.print(try store.retention().text)
      return .success
    })
}

extension AuditStore.Retention {
  /// Such as `records stay for 7 years: SOX section 802, set by tenor at 2026-11-21T12:00:00Z`.
  var text: String { "records stay for \(years) years: \(reason), set by \(setBy) at \(setAt)" }
}
