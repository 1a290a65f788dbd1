import HTTPServing

/// How fetching of the identity provider's keys goes, as gauges.
enum KeySetMetrics {
  static func declare(_ metrics: MetricsRegistry, _ keys: FetchedKeySet) {
    metrics.gauge(
      "tenor_token_keys", help: "Keys of the identity provider in use.",
      read: { Double(keys.status.keyCount) })
    metrics.gauge(
      "tenor_token_keys_age_seconds", help: "How long ago these keys were fetched; -1 without any.",
      read: { keys.status.age.map { Double($0.components.seconds) } ?? -1 })
    metrics.gauge(
      "tenor_token_keys_fetches", help: "How often this process has fetched them.",
      read: { Double(keys.status.fetches) })
    metrics.gauge(
      "tenor_token_keys_fetch_failures", help: "How often it could not; the last ones stay in use.",
      read: { Double(keys.status.failures) })
  }
}
