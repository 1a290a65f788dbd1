import DatesAndConventions

extension Arguments {
  /// A date option, or `nil` when it is absent.
  func date(_ name: String) throws(CommandError) -> CivilDate? {
    guard let text = value(name) else { return nil }
    guard let date = CivilDate(iso: text) else {
      throw CommandError(.usage, "--\(name) '\(text)' is not a date; write it as YYYY-MM-DD")
    }
    return date
  }

  func requiredDate(_ name: String) throws(CommandError) -> CivilDate {
    guard let date = try date(name) else {
      throw CommandError(.usage, "--\(name) is missing: --\(name) YYYY-MM-DD")
    }
    return date
  }

  /// A rate as a decimal from `4.375%` or `0.04375`, or `nil` when the option is absent.
  func rate(_ name: String) throws(CommandError) -> Double? {
    guard let text = value(name) else { return nil }
    let isPercent = text.hasSuffix("%")
    guard let number = Arguments.decimal(isPercent ? String(text.dropLast()) : text),
      isPercent || abs(number) < 1
    else {
      throw CommandError(.usage, "--\(name) '\(text)' is not a rate; write 4.375% or 0.04375")
    }
    return isPercent ? number / 100 : number
  }

  /// Who asks, from `--by`, or the login name.
  func person(_ console: Console) throws(CommandError) -> String {
    let name = value("by") ?? console.environment["USER"] ?? "unknown"
    guard (1...100).contains(name.unicodeScalars.count),
      name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else {
      throw CommandError(.usage, "--by is not 1 to 100 characters without control characters")
    }
    return name
  }

  /// One of an enum's names.
  func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, default fallback: Choice)
    throws(CommandError) -> Choice where Choice.RawValue == String
  {
    guard let text = value(name) else { return fallback }
    guard let choice = Choice.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(.usage, "--\(name) '\(text)' is not known; choose one of \(names)")
    }
    return choice
  }
}
