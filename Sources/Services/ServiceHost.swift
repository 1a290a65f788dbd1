public import HTTPServing

/// Services behind one port.
public struct ServiceHost: Sendable {
  /// Where and for whom the services listen.
  public struct Settings: Sendable {
    public var services: [Service]
    /// Numeric IPv4 or IPv6 address.
    public var address = "127.0.0.1"
    /// 0 lets the system choose.
    public var port: UInt16
    /// Names under which clients may address the server, beside localhost and `address`.
    public var hostNames: [String] = []
    /// Lets `address` be other than loopback; everyone who comes has to sign in then.
    public var allowsRemote = false
    /// Speaks HTTPS where there is one, else HTTP.
    public var tls: TLSSettings?
    /// Requests that one client may make in a minute; `nil` for any number.
    public var requestsPerMinute: Int? = 60_000

    public init(services: [Service], port: UInt16) {
      self.services = services
      self.port = port
    }

    /// Whether only this machine reaches the address.
    public var isLoopback: Bool { ServiceHost.isLoopback(address) }

    /// Why these settings are not served; `nil` when they are.
    public var refusal: Refusal? {
      allowsRemote || isLoopback ? nil : .remoteAddress(address)
    }
  }

  /// Why the services do not start.
  public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    case remoteAddress(String)

    public var description: String {
      switch self {
      case .remoteAddress(let address):
        "\(address) can be reached by other machines; use 127.0.0.1, or give --allow-remote and add users, keys or an "
          + "identity provider (docs/security.md), with --tls-certificate or a proxy that speaks https"
      }
    }
  }

  /// Every operation the host answers; for the check against the OpenAPI document too.
  public let router: Router
  private let settings: Settings
  private let metrics = MetricsRegistry()

  /// - Parameter pages: answers browsers at every path that is no operation, such as the dashboard.
  public init(
    _ settings: Settings, environment: ServiceEnvironment, pages: Route? = nil
  ) throws(Refusal) {
    if let refusal = settings.refusal { throw refusal }
    self.settings = settings
    let metrics = metrics
    let refreshers = settings.services.compactMap { $0.refresh(environment, metrics) }
    let refreshAll: @Sendable () -> Void = {
      for refresh in refreshers { refresh() }
    }
    if case .fetched(let keys) = environment.access.tokens { KeySetMetrics.declare(metrics, keys) }
    let (database, reading) = (environment.database, environment.reading)
    let operational = OperationalRoutes.routes(
      metrics: metrics, notReady: [{ database.reasonNotReady() ?? reading.reasonNotReady() }],
      refresh: refreshers.isEmpty ? nil : refreshAll)
    let names = settings.hostNames + (ServiceHost.isWildcard(settings.address) ? [] : [settings.address])
    let hosts = HostAllowList(names)
    let gate = AccessGate(
      authenticator: Authenticator(environment, isLoopback: settings.isLoopback),
      streamCheckInterval: environment.access.streamCheckInterval)
    let sessions = SessionOperations(database: environment.signInDatabase, passwords: environment.passwords)
    // Probes address a machine by whatever name it has, and learn no more than that it is there.
    let probes: Set<String> = ["getLiveness", "getReadiness"]
    let limiter = settings.requestsPerMinute.map { RateLimiter(quota: $0) }
    func limited(_ route: Route) -> Route { limiter?.guarding(route) ?? route }
    let audited = AuditedRoute(writer: environment.audit, now: environment.now)
    // Around the guards: what they refuse is recorded, too.
    let operations = settings.services.flatMap { service in
      service.routes(environment).map {
        audited.recording(hosts.guarding(gate.guarding($0)), hashesBodies: service.hasDataBodies)
      }
    }
    let signing = sessions.routes.map { route in
      let guarded = hosts.guarding(gate.guarding(route))
      // Bodies have passwords in them.
      return route.isWrite ? audited.recording(guarded, hashesBodies: false) : guarded
    }
    let unaudited = operational + [OpenAPIDocument.route(of: settings.services)]
    // Outermost, so that a client beyond its quota costs nothing, not even a record.
    router = Router(
      (operations + signing).map(limited)
        + unaudited.map { probes.contains($0.operationID) ? $0 : limited(hosts.guarding(gate.guarding($0))) },
      fallback: pages.map { limited(hosts.guarding($0)) })
  }

  /// Starts listening.
  public func start(log: @escaping ServerLogSink) throws(HTTPServerError) -> HTTPServer {
    var configuration = HTTPServerConfiguration()
    configuration.address = settings.address
    configuration.port = settings.port
    configuration.tls = settings.tls
    return try HTTPServer(configuration, router: router, metrics: metrics, log: log)
  }

  private static func isLoopback(_ address: String) -> Bool {
    address == "::1"
      || (address.hasPrefix("127.") && address.allSatisfy { $0 == "." || $0.isASCII && $0.isNumber })
  }

  private static func isWildcard(_ address: String) -> Bool { address == "0.0.0.0" || address == "::" }
}
