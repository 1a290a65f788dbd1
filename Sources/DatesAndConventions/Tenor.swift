/// A length of time in the units in which markets quote it: `1D`, `2W`, `3M`, `10Y`.
public struct Tenor: Hashable, Sendable, CustomStringConvertible {
  public enum Unit: Character, Sendable, CaseIterable {
    case days = "D"
    case weeks = "W"
    case months = "M"
    case years = "Y"
  }

  /// Not negative.
  public let count: Int
  public let unit: Unit

  public init(_ count: Int, _ unit: Unit) {
    precondition(count >= 0, "a tenor counts forward")
    self.count = count
    self.unit = unit
  }

  /// A tenor from text such as `3M`; also `ON` for one day. `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    if text == "ON" {
      self.init(1, .days)
      return
    }
    guard let last = text.last, let unit = Unit(rawValue: last), let count = Int(text.dropLast()), count >= 0,
      count <= 36_500, text.first != "+"
    else { return nil }
    self.init(count, unit)
  }

  public var description: String { "\(count)\(unit.rawValue)" }

  /// Length in years for placing a quote or a shift on a time axis: months are twelfths, weeks 7/365, days 1/365.
  public var years: Double {
    switch unit {
    case .days: return Double(count) / 365
    case .weeks: return Double(count) * 7 / 365
    case .months: return Double(count) / 12
    case .years: return Double(count)
    }
  }

  /// The date this long after `start`, not adjusted for holidays.
  public func date(after start: CivilDate) -> CivilDate {
    switch unit {
    case .days: return start.adding(days: count)
    case .weeks: return start.adding(days: 7 * count)
    case .months: return start.adding(months: count)
    case .years: return start.adding(months: 12 * count)
    }
  }
}

extension Tenor: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let tenor = Tenor(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a tenor; write it as 3M, 10Y, 2W or ON")
    }
    self = tenor
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
