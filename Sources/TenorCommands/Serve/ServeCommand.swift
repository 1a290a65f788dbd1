import AuditTrail
import Dispatch
import Foundation
import HTTPServing
import JSONDocuments
import PostgresStore
import Services

extension Command {
  static let serve = Command(
    path: ["serve"], summary: "Answer HTTP requests until stopped",
    arguments: ["[SERVICE]"],
    options: [
      Option(
        name: "port", value: "N",
        help: "one port; default 8000 all with the dashboard; alone: \(ServeOptions.ports)"),
      Option(
        name: "web", value: "FOLDER", help: "the built dashboard; default is found beside the program"),
      Option(name: "address", value: "ADDRESS", help: "numeric address to listen on; default 127.0.0.1"),
      Option(
        name: "host", value: "NAME", help: "name clients may use beside localhost; may be repeated",
        repeats: true),
      Option(
        name: "allow-remote", value: nil,
        help: "listen on other addresses than loopback too; everyone has to sign in"),
      Option(
        name: "rate-limit", value: "N",
        help:
          "requests that one client may make in a minute, 0 for any number; default $TENOR_RATE_LIMIT or 60000"
      ),
    ] + TLSOptions.options + [
      AuditHeadExport.option, AccessOptions.tokensOption,
      Option(name: "quiet", value: nil, help: "log problems only, not every request"),
      Option(
        name: "openapi", value: nil, help: "print the OpenAPI document of what would be served, and end"),
      MarketCheckOptions.option, DatabaseOption.option, DatabaseOption.readOption,
      DatabaseOption.rolesOption,
    ],
    example: "tenor serve --port 8080",
    notes:
      "SERVICE is one of \(Service.allCases.map(\.rawValue).joined(separator: ", ")); without it all are served, and the "
      + "dashboard at / of the first address.\n"
      + "GET /openapi.json describes every operation.\n"
      + "The runs service also makes the runs of schedules (tenor schedule).\n"
      + "Everyone has to sign in as soon as there is a user or key (tenor user, tenor key) or --tokens: docs/security.md.\n"
      + "TENOR_FOUR_EYES=publish lets nobody publish a run of their own, review nobody review a market they brought.\n"
      + "Runs are refused beyond TENOR_MAX_SCENARIOS, TENOR_MAX_CELLS and TENOR_MAX_BYTES, as by 'tenor run create'.\n"
      + "SIGTERM or SIGINT lets requests in progress finish, then ends.",
    run: { arguments, console in
      let hosts = try ServeOptions.hosts(arguments, console.environment)
      if arguments.has("openapi") {
        console.print(OpenAPIDocument.text(of: hosts[0].services).trimmingCharacters(in: .newlines))
        return .success
      }
      let tls = try TLSOptions.settings(arguments, console)
      let headFolder = try AuditHeadExport.folder(arguments)
      let access = try AccessOptions.settings(arguments, console)
      let checks = try MarketCheckOptions.thresholds(arguments, console)
      let limits = try RunLimitOptions.limits(console.environment)
      let pages = try DashboardFolder.pages(arguments, console)
      let stopped = DispatchSemaphore(value: 0)
      Signals.onTermination { stopped.signal() }
      let logins =
        DatabaseOption.usesRoles(arguments, console)
        ? DatabaseLogins.roles(of: hosts.flatMap(\.services)) : .one
      let settings = try DatabaseOption.reaching {
        try DatabaseOption.settings(
          arguments, console, applicationName: "tenor serve", role: logins == .one ? nil : .reader)
      }
      try DatabaseOption.reaching {
        let knowing = logins == .one ? settings : settings.with(role: .signIn)
        try AccessOptions.check(access, hosts, knowing, console)
      }
      let cluster =
        try DatabaseOption.address(arguments, console) == nil ? DatabaseOption.cluster(console) : nil
      let environment = ServiceEnvironment(
        database: settings,
        readDatabase: DatabaseOption.readSettings(arguments, console, applicationName: "tenor serve"),
        logins: logins, codeVersion: TenorVersion.text,
        now: { Int64(Date().timeIntervalSince1970 * 1_000) }, random: { .random(in: 0 ... .max) },
        runLimits: limits, diskSpace: { cluster?.diskSpace() }, access: access, marketChecks: checks,
        auditFailure: { console.note("error: the audit trail cannot be written: \($0)") },
        importFailure: { console.note("error: an import failed: \($0)") })
      var servers: [HTTPServer] = []
      defer { for server in servers { server.stop(within: .seconds(10)) } }
      for var host in hosts {
        host.tls = tls
        do {
          let hasPages = host.services == Service.allCases
          let server = try ServiceHost(host, environment: environment, pages: hasPages ? pages : nil)
            .start(log: ServerLogText.sink(console, quiet: arguments.has("quiet")))
          servers.append(server)
          let names = ((hasPages ? ["dashboard"] : []) + host.services.map(\.rawValue))
            .joined(separator: ", ")
          let shown = server.address.contains(":") ? "[\(server.address)]" : server.address
          console.print("\(names): \(tls == nil ? "http" : "https")://\(shown):\(server.port)")
        } catch let error as HTTPServerError {
          throw CommandError(.unavailable, "\(error); choose another with --port")
        }
      }
      let ticking =
        hosts.contains { $0.services.contains(.runs) }
        ? ScheduleTicking(
          environment, report: { console.note($0.line) },
          failure: { console.note("schedules: \($0)") }) : nil
      let trail = logins == .one ? settings : settings.with(role: .audit)
      let heads = headFolder.map { folder in
        AuditHeadExport(trail, to: folder) { console.note("audit heads: \($0)") }
      }
      stopped.wait()
      ticking?.stop()
      heads?.stop()
      console.note("stopping")
      for server in servers { server.stop(within: .seconds(10)) }
      let code = try stopAudit(environment.audit, console)
      if let headFolder { try AuditHeadExport.export(trail, to: headFolder) }
      return code
    })

  /// Lets the audit trail take what is left, and tells what it could not take.
  private static func stopAudit(_ writer: AuditWriter, _ console: Console) throws -> ExitCode {
    let lost = writer.stop(within: .seconds(10))
    for event in lost {
      console.note(
        "error: not in the audit trail: \(try CanonicalJSON.encode(AuditRecord(event, after: .beginning)))")
    }
    return lost.isEmpty ? .success : .unavailable
  }
}
