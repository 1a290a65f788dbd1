import Foundation

/// Numbers as a person reads them.
enum NumberText {
  /// Rounded to `decimals` places with thousands separated by commas; minus sign in front, no `-0`.
  static func grouped(_ value: Double, decimals: Int = 0) -> String {
    let text = fixed(abs(value), decimals: decimals)
    let parts = text.split(separator: ".", maxSplits: 1)
    var whole = ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index) % 3 == 0 { whole.append(",") }
      whole.append(digit)
    }
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    let unsigned = parts.count == 2 ? "\(whole).\(parts[1])" : whole
    return value < 0 && !isZero ? "-" + unsigned : unsigned
  }

  /// Rounded to `decimals` places without grouping.
  static func fixed(_ value: Double, decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }

  /// A share as a percentage with one decimal.
  static func percent(_ share: Double, decimals: Int = 1) -> String {
    fixed(share * 100, decimals: decimals) + "%"
  }
}
