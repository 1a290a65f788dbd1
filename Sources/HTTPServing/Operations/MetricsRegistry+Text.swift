extension MetricsRegistry {
  /// The content type of ``text()``.
  public static let textContentType = "text/plain; version=0.0.4; charset=utf-8"

  /// All families in the Prometheus text exposition format, version 0.0.4, sorted by name and labels.
  public func text() -> String {
    let state = snapshot()
    var lines: [String] = []
    for (name, family) in state.families.sorted(by: { $0.key < $1.key }) {
      lines.append("# HELP \(name) \(Self.escape(family.help, quotes: false))")
      lines.append("# TYPE \(name) \(family.kind.word)")
      for (values, series) in family.series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        let labels = zip(family.labels, values).map { "\($0)=\"\(Self.escape($1, quotes: true))\"" }
        switch family.kind {
        case .counter, .gauge:
          lines.append("\(name)\(Self.braces(labels)) \(Self.number(series.value))")
        case .sampled(let read):
          lines.append("\(name) \(Self.number(read()))")
        case .histogram(let bounds):
          var count: UInt64 = 0
          for (bound, observed) in zip(bounds + [.infinity], series.buckets) {
            count += observed
            let upTo = Self.braces(labels + ["le=\"\(Self.number(bound))\""])
            lines.append("\(name)_bucket\(upTo) \(count)")
          }
          lines.append("\(name)_sum\(Self.braces(labels)) \(Self.number(series.value))")
          lines.append("\(name)_count\(Self.braces(labels)) \(count)")
        }
      }
    }
    lines.append("# HELP metrics_dropped_series_total Label combinations over the limit of a family.")
    lines.append("# TYPE metrics_dropped_series_total counter")
    lines.append("metrics_dropped_series_total \(state.dropped)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func braces(_ labels: [String]) -> String {
    labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN {
      return "NaN"
    }
    if value.isInfinite {
      return value < 0 ? "-Inf" : "+Inf"
    }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func escape(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
