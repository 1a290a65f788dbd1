/// Routes every service has for those who run it.
public enum OperationalRoutes {
  /// `/health/live`, `/health/ready` and `/metrics`.
  ///
  /// - Parameters:
  ///   - notReady: each returns why the service cannot serve, or `nil`. They run on the handler pool and may block.
  ///   - refresh: brings gauges up to date before metrics are read. Runs on the handler pool and may block; where
  ///     there is none, metrics are answered without the pool.
  public static func routes(
    metrics: MetricsRegistry, notReady: [@Sendable () -> String?] = [], refresh: (@Sendable () -> Void)? = nil
  ) -> [Route] {
    [
      // Liveness is answered without the pool: a busy service is not a dead one.
      Route(.get, "/health/live", operationID: "getLiveness", execution: .inline) { _ in
        health("{\"status\":\"live\"}", .ok)
      },
      Route(.get, "/health/ready", operationID: "getReadiness") { _ in
        let reasons = notReady.compactMap { $0() }
        guard reasons.isEmpty else {
          throw ProblemDetails.unavailable(reasons.joined(separator: "; "))
        }
        return health("{\"status\":\"ready\"}", .ok)
      },
      Route(.get, "/metrics", operationID: "getMetrics", execution: refresh == nil ? .inline : .pooled) { _ in
        refresh?()
        return .bytes(Array(metrics.text().utf8), contentType: MetricsRegistry.textContentType)
      },
    ]
  }

  private static func health(_ text: String, _ status: HTTPStatus) -> HTTPResponse {
    .json(rendered: Array(text.utf8), status: status, headers: ["Cache-Control": "no-store"])
  }
}
