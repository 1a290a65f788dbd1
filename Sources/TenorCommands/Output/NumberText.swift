import Foundation

/// Numbers as a person reads them.
enum NumberText {
  /// Rounded to `decimals` places with thousands separated by commas; no `-0`.
  static func grouped(_ value: Double, decimals: Int = 0) -> String {
    let text = fixed(value, decimals: decimals)
    guard !text.hasPrefix("-") else { return "-" + grouped(-value, decimals: decimals) }
    let parts = text.split(separator: ".", maxSplits: 1)
    var whole = ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index) % 3 == 0 { whole.append(",") }
      whole.append(digit)
    }
    return parts.count == 2 ? "\(whole).\(parts[1])" : whole
  }

  /// Rounded to `decimals` places without grouping; no `-0`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return text.hasPrefix("-") && text.dropFirst().allSatisfy { $0 == "0" || $0 == "." }
      ? String(text.dropFirst()) : text
  }

  /// A share as a percentage with one decimal.
  static func percent(_ share: Double, decimals: Int = 1) -> String {
    fixed(share * 100, decimals: decimals) + "%"
  }

  /// A size with its unit, in powers of 1,000: `147 MB`, `1.5 GB`.
  static func bytes(_ count: Int) -> String {
    var value = Double(count)
    var unit = 0
    let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    while abs(value) >= 999.5, unit < units.count - 1 {
      value /= 1_000
      unit += 1
    }
    return "\(fixed(value, decimals: unit > 0 && abs(value) < 9.95 ? 1 : 0)) \(units[unit])"
  }
}
