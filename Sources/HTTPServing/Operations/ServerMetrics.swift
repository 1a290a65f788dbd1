/// What the server counts about itself; names follow OpenTelemetry's HTTP conventions.
struct ServerMetrics: Sendable {
  let inFlight: MetricsRegistry.Gauge
  let refusedConnections: MetricsRegistry.Counter
  private let duration: MetricsRegistry.Histogram
  private let aborted: MetricsRegistry.Counter

  init(_ registry: MetricsRegistry) {
    duration = registry.histogram(
      "http_server_request_duration_seconds",
      help: "Time from request line to the last byte of the answer, by route template.",
      labels: ["route", "method", "status"])
    inFlight = registry.gauge(
      "http_server_active_requests", help: "Requests with a complete header that are not answered yet.")
    aborted = registry.counter(
      "http_server_aborted_requests_total", help: "Requests whose client left before an answer.",
      labels: ["route", "method"])
    refusedConnections = registry.counter(
      "http_server_refused_connections_total", help: "Connections over the limit, answered with 503.")
  }

  func observe(_ record: RequestExchange.Record, elapsed: Duration) {
    let method = HTTPMethod.known.contains(record.method) ? record.method.rawValue : "OTHER"
    if let status = record.status {
      duration.observe(elapsed / .seconds(1), record.routeLabel, method, String(status.rawValue))
    } else {
      aborted.increment(record.routeLabel, method)
    }
  }
}
