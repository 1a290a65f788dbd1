import DatesAndConventions
import MarketData
import RunRecords

/// What was found in a market snapshot, as text.
enum MarketCheckText {
  /// Findings shown where nobody has asked for all of them.
  static let shown = 20

  /// Whether runs may use it, the first findings, and what to do.
  static func lines(_ record: MarketCheckRecord) -> [String] {
    var lines = [
      "market of \(record.valuationDate): \(record.state.rawValue), \(count(record.findings.count))"
    ]
    lines += record.findings.prefix(shown).map { "  \($0.kind.rawValue): \($0.place): \($0.message)" }
    if record.findings.count > shown {
      lines.append(
        "  … and \(record.findings.count - shown) more; tenor market findings \(record.snapshotId)")
    }
    if record.state == .pending {
      lines.append(
        "  no run can use it before: tenor market review \(record.snapshotId) --comment TEXT --by USER")
    }
    return lines
  }

  static func count(_ findings: Int) -> String { findings == 1 ? "1 finding" : "\(findings) findings" }
}
