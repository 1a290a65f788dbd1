import HTTPServing
import Testing

@Suite struct MetricsTests {
  /// Expected text by the Prometheus exposition format, version 0.0.4.
  @Test func rendersTheTextFormat() {
    let registry = MetricsRegistry()
    let cells = registry.counter("cells_total", help: "Cells \\ by\nstate.", labels: ["state"])
    cells.increment(by: 3, "ok")
    cells.increment("a\"b\\c\nd")
    registry.gauge("queue_depth", help: "Waiting.").set(2.5)
    registry.gauge("uptime_seconds", help: "Read when asked.") { 7 }
    let seconds = registry.histogram("wait_seconds", help: "Wait.", bounds: [0.1, 1])
    for value in [0.05, 0.1, 0.5, 3, .nan] {
      seconds.observe(value)
    }
    #expect(
      registry.text() == #"""
        # HELP cells_total Cells \\ by\nstate.
        # TYPE cells_total counter
        cells_total{state="a\"b\\c\nd"} 1
        cells_total{state="ok"} 3
        # HELP queue_depth Waiting.
        # TYPE queue_depth gauge
        queue_depth 2.5
        # HELP uptime_seconds Read when asked.
        # TYPE uptime_seconds gauge
        uptime_seconds 7
        # HELP wait_seconds Wait.
        # TYPE wait_seconds histogram
        wait_seconds_bucket{le="0.1"} 2
        wait_seconds_bucket{le="1"} 3
        wait_seconds_bucket{le="+Inf"} 4
        wait_seconds_sum 3.65
        wait_seconds_count 4
        # HELP metrics_dropped_series_total Label combinations over the limit of a family.
        # TYPE metrics_dropped_series_total counter
        metrics_dropped_series_total 0

        """#)
  }

  @Test func boundsTheSeriesOfAFamily() {
    let registry = MetricsRegistry()
    let counter = registry.counter("x_total", help: "X.", labels: ["id"])
    for id in 0..<2100 {
      counter.increment(String(id))
    }
    #expect(registry.text().contains("metrics_dropped_series_total 100\n"))
  }

  @Test func replacedSeriesAreAllThatThereAre() {
    let metrics = MetricsRegistry()
    let gauge = metrics.gauge("size", help: "Sizes.", labels: ["name"])
    gauge.set(1, "old")
    gauge.replace([(["a"], 2), (["b"], 3)])
    let lines = metrics.text().split(separator: "\n").filter { $0.hasPrefix("size{") }
    #expect(lines == ["size{name=\"a\"} 2", "size{name=\"b\"} 3"])
    gauge.replace([])
    #expect(!metrics.text().contains("size{"))
    gauge.replace((0..<2_005).map { (["\($0)"], 1) })
    #expect(metrics.text().contains("metrics_dropped_series_total 5\n"))
  }
}
