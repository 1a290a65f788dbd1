private import Synchronization

/// The metrics of one process part, rendered in the Prometheus text format.
///
/// A family is declared once and updated through the handle it gives. Label values must come from small,
/// fixed sets: a family keeps at most ``seriesLimit`` combinations and drops further ones, which
/// `metrics_dropped_series_total` counts.
public final class MetricsRegistry: Sendable {
  /// Bounds in seconds that OpenTelemetry recommends for HTTP durations; the infinite bucket is implied.
  public static let durationBounds = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  ]
  static let seriesLimit = 2000

  enum Kind: Sendable {
    case counter
    case gauge
    case histogram(bounds: [Double])
    /// A gauge without labels, read when rendered.
    case sampled(@Sendable () -> Double)
  }

  struct Series: Sendable {
    /// The counter's or gauge's value; the histogram's sum.
    var value = 0.0
    /// Observations per bucket, not cumulative, the infinite bucket last; empty unless a histogram.
    var buckets: [UInt64] = []
  }

  struct Family: Sendable {
    let kind: Kind
    let help: String
    let labels: [String]
    var series: [[String]: Series] = [:]
  }

  struct State: Sendable {
    var families: [String: Family] = [:]
    var dropped: UInt64 = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// A value that only grows.
  ///
  /// - Precondition: `name` is a metric name ending in `_total`, not declared before as something else.
  public func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
    precondition(name.hasSuffix("_total"), "a counter's name ends in _total: \(name)")
    declare(name, Family(kind: .counter, help: help, labels: labels))
    return Counter(registry: self, name: name)
  }

  /// A value that rises and falls.
  public func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
    declare(name, Family(kind: .gauge, help: help, labels: labels))
    return Gauge(registry: self, name: name)
  }

  /// A value asked for whenever the metrics are read. `read` must not use the registry.
  public func gauge(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
    declare(name, Family(kind: .sampled(read), help: help, labels: []))
  }

  /// A distribution.
  ///
  /// - Parameter bounds: upper bounds of the buckets, ascending, ends included.
  public func histogram(
    _ name: String, help: String, labels: [String] = [], bounds: [Double] = durationBounds
  ) -> Histogram {
    precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds of \(name) must ascend")
    declare(name, Family(kind: .histogram(bounds: bounds), help: help, labels: labels))
    return Histogram(registry: self, name: name)
  }

  func snapshot() -> State {
    state.withLock { $0 }
  }

  /// Changes the series of `name` with these label values.
  ///
  /// - Precondition: as many values as the family has labels.
  fileprivate func update(_ name: String, _ values: [String], _ body: (inout Series, Kind) -> Void) {
    state.withLock { state in
      guard let family = state.families[name] else { return }
      precondition(values.count == family.labels.count, "\(name) has labels \(family.labels)")
      if family.series[values] == nil, family.series.count >= Self.seriesLimit {
        state.dropped += 1
        return
      }
      body(&state.families[name]!.series[values, default: Series()], family.kind)
    }
  }

  /// - Precondition: as many values as the family has labels.
  fileprivate func replace(_ name: String, _ series: [(labels: [String], value: Double)]) {
    state.withLock { state in
      guard let family = state.families[name] else { return }
      precondition(
        series.allSatisfy { $0.labels.count == family.labels.count }, "\(name) has labels \(family.labels)")
      state.dropped += UInt64(max(0, series.count - Self.seriesLimit))
      let kept = series.prefix(Self.seriesLimit).map { ($0.labels, Series(value: $0.value)) }
      state.families[name]?.series = Dictionary(kept) { $1 }
    }
  }

  /// Families may be declared again alike, as when two servers of one process share a registry.
  private func declare(_ name: String, _ family: Family) {
    precondition(Self.isName(name, colons: true), "\(name) is not a metric name")
    precondition(family.labels.allSatisfy { Self.isName($0, colons: false) }, "bad label name in \(name)")
    state.withLock { state in
      if let known = state.families[name] {
        precondition(
          known.kind.word == family.kind.word && known.labels == family.labels,
          "\(name) is declared as something else")
      } else {
        state.families[name] = family
        if family.labels.isEmpty {
          // A family without labels shows zero before it first counts.
          state.families[name]?.series[[]] = family.kind.emptySeries
        }
      }
    }
  }

  private static func isName(_ text: String, colons: Bool) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default:
        colons && byte == UInt8(ascii: ":")
      }
    }
  }

  public struct Counter: Sendable {
    let registry: MetricsRegistry
    let name: String

    /// - Parameters:
    ///   - amount: not negative.
    ///   - labels: values in the order the labels were declared.
    public func increment(by amount: Double = 1, _ labels: String...) {
      precondition(amount >= 0, "\(name) cannot fall")
      registry.update(name, labels) { series, _ in series.value += amount }
    }
  }

  public struct Gauge: Sendable {
    let registry: MetricsRegistry
    let name: String

    public func set(_ value: Double, _ labels: String...) {
      registry.update(name, labels) { series, _ in series.value = value }
    }

    /// Sets every series at once; those that are not named go away.
    ///
    /// - Parameter series: label values in the order the labels were declared, with the value; the first
    ///   `seriesLimit` are kept.
    public func replace(_ series: [(labels: [String], value: Double)]) {
      registry.replace(name, series)
    }

    public func add(_ amount: Double, _ labels: String...) {
      registry.update(name, labels) { series, _ in series.value += amount }
    }
  }

  public struct Histogram: Sendable {
    let registry: MetricsRegistry
    let name: String

    /// Counts one observation; one that is not a number is ignored.
    public func observe(_ value: Double, _ labels: String...) {
      guard !value.isNaN else { return }
      registry.update(name, labels) { series, kind in
        guard case .histogram(let bounds) = kind else { return }
        if series.buckets.isEmpty {
          series = kind.emptySeries
        }
        series.value += value
        series.buckets[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
      }
    }
  }
}

extension MetricsRegistry.Kind {
  /// The word of the `# TYPE` line.
  var word: String {
    switch self {
    case .counter: "counter"
    case .gauge, .sampled: "gauge"
    case .histogram: "histogram"
    }
  }

  fileprivate var emptySeries: MetricsRegistry.Series {
    switch self {
    case .counter, .gauge, .sampled: .init()
    case .histogram(let bounds): .init(buckets: Array(repeating: 0, count: bounds.count + 1))
    }
  }
}
