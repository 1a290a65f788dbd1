import HTTPServing
import Synchronization

/// Runs `body` against a server with `routes`, which is stopped afterwards.
func withServer<Result>(
  _ routes: [Route], fallback: Route? = nil, configure: (inout ServerLimits) -> Void = { _ in },
  tls: TLSSettings? = nil, metrics: MetricsRegistry = MetricsRegistry(), log: LogRecorder = LogRecorder(),
  _ body: (HTTPServer) throws -> Result
) throws -> Result {
  var configuration = HTTPServerConfiguration()
  configure(&configuration.limits)
  configuration.tls = tls
  let server = try HTTPServer(
    configuration, router: Router(routes, fallback: fallback), metrics: metrics, log: { log.record($0) })
  defer { server.stop(within: .seconds(5)) }
  return try body(server)
}

/// Keeps log entries for tests to read.
final class LogRecorder: Sendable {
  private let recorded = Mutex<[ServerLogEntry]>([])

  var entries: [ServerLogEntry] { recorded.withLock { $0 } }

  func record(_ entry: ServerLogEntry) {
    recorded.withLock { $0.append(entry) }
  }
}

extension Route {
  /// A route that answers with fixed text.
  static func text(_ method: HTTPMethod, _ path: PathTemplate, _ text: String) -> Route {
    Route(method, path, operationID: "\(method.rawValue) \(path)") { _ in
      .bytes(Array(text.utf8), contentType: "text/plain")
    }
  }

  /// `POST /echo`: answers with the body it got.
  static let echo = Route.json(.post, "/echo", operationID: "echo") { request in
    .json(rendered: request.body)
  }
}
