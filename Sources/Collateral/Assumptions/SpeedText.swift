import Foundation

/// Speeds as people write them: percentages and a unit, such as `150 PSA` or `0x12, 8 CPR`.
///
/// Values are separated by commas, one a month from the first month projected, the last going on; `8x12` is 8 for twelve months.
enum SpeedText {
  /// Values as decimals and the unit, in lower case.
  static func parse(_ text: String, units: [String], example: String) throws(CollateralError) -> (
    values: [Double], unit: String
  ) {
    let names = units.map { $0.uppercased() }.joined(separator: ", ")
    func refused(_ problem: String) -> CollateralError {
      CollateralError(
        message: "'\(text)' \(problem); write percentages and one of \(names), such as \(example)")
    }
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    guard let unit = units.first(where: { trimmed.lowercased().hasSuffix($0) }) else {
      throw refused("has no unit of speed at its end")
    }
    var values: [Double] = []
    for word in trimmed.dropLast(unit.count).split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: "x", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let number = parts[0].hasSuffix("%") ? String(parts[0].dropLast()) : parts[0]
      // Read as hundredths, so that 1.3 is the number nearest to 0.013.
      guard parts.count <= 2, let value = Double("\(number)e-2"), value >= 0, value <= 1_000 else {
        throw refused("has '\(word.trimmingCharacters(in: .whitespaces))', which is no percentage")
      }
      var months = 1
      if parts.count == 2 {
        guard let count = Int(parts[1]), (1...720).contains(count) else {
          throw refused("has '\(parts[1])', which is no number of months from 1 to 720")
        }
        months = count
      }
      values += [Double](repeating: value, count: months)
      guard values.count <= 1_200 else { throw refused("has values for more than 1200 months") }
    }
    return (values, unit)
  }

  /// The text that `parse` reads; months that are alike are written once.
  static func text(_ values: [Double], unit: String) -> String {
    var runs: [(value: Double, months: Int)] = []
    for value in values {
      if let last = runs.last, last.value == value {
        runs[runs.count - 1].months += 1
      } else {
        runs.append((value, 1))
      }
    }
    let words = runs.enumerated().map { index, run in
      let percent = (run.value * 1e12).rounded() / 1e10
      let number = percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
      return run.months == 1 || index == runs.count - 1 ? number : "\(number)x\(run.months)"
    }
    return words.joined(separator: ", ") + " \(unit.uppercased())"
  }
}

extension PrepaymentSpeed {
  /// Reads `150 PSA`, `8 CPR`, `1.3 ABS`, `0.5 SMM` or `0x12, 8 CPR`: percentages by month projected, the last going on.
  public init(text: String) throws(CollateralError) {
    let (values, unit) = try SpeedText.parse(
      text, units: PrepaymentUnit.allCases.map(\.rawValue), example: "150 PSA")
    self.init(PrepaymentUnit(rawValue: unit) ?? .smm, SpeedVector(values))
  }

  /// What `init(text:)` reads; `nil` for speeds by age of the loan.
  public var text: String? {
    vector.clock == .projection ? SpeedText.text(vector.values, unit: unit.rawValue) : nil
  }
}

extension DefaultSpeed {
  /// Reads `2 CDR`, `100 SDA`, `0.1 MDR` or `1x12, 2 CDR`: percentages by month projected, the last going on.
  public init(text: String) throws(CollateralError) {
    let (values, unit) = try SpeedText.parse(
      text, units: DefaultUnit.allCases.map(\.rawValue), example: "2 CDR")
    self.init(DefaultUnit(rawValue: unit) ?? .mdr, SpeedVector(values))
  }

  /// What `init(text:)` reads; `nil` for speeds by age of the loan.
  public var text: String? {
    vector.clock == .projection ? SpeedText.text(vector.values, unit: unit.rawValue) : nil
  }
}
