import Collateral

/// What a model is fitted to, and how the command line says it.
enum CalibratedEvent: String, CaseIterable {
  case `default`
  case prepayment

  static func ageBands(_ arguments: Arguments) throws(CalibrationError) -> [Int] {
    let words = (arguments.value("age-bands") ?? "1,13,25,37,61").split(
      separator: ",", omittingEmptySubsequences: false)
    let bands = words.compactMap { Int($0) }
    guard bands.count == words.count else {
      throw CalibrationError("--age-bands are whole numbers of months, such as 1,13,25")
    }
    return bands
  }

  static func effects(_ arguments: Arguments) throws(CalibrationError) -> [DefaultCalibration.Effect] {
    try names(arguments.value("effects"), "effects", all: [])
  }

  static func parameters(
    _ arguments: Arguments
  ) throws(CalibrationError) -> [PrepaymentCalibration.Parameter] {
    try names(arguments.value("fit"), "fit", all: PrepaymentCalibration.Parameter.allCases)
  }

  /// What a speed is counted in; `nil` where a model is looked for.
  static func unit(_ arguments: Arguments) throws(CommandError) -> PrepaymentUnit? {
    guard let text = arguments.value("speed") else { return nil }
    guard let unit = PrepaymentUnit(rawValue: text) else {
      let known = PrepaymentUnit.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(.usage, "--speed: '\(text)' is none of \(known)")
    }
    return unit
  }

  /// `all` where the option is not given.
  private static func names<Name: RawRepresentable<String> & CaseIterable>(
    _ text: String?, _ option: String, all: [Name]
  ) throws(CalibrationError) -> [Name] {
    guard let text else { return all }
    var names: [Name] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let name = Name(rawValue: String(word)) else {
        let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
        throw CalibrationError("--\(option): '\(word)' is none of \(known)")
      }
      names.append(name)
    }
    return names
  }

  /// That others can read the model: names and versions come from the command line.
  static func check(_ model: some CollateralModelParameters) throws(CommandError) {
    if let problem = model.problems.first { throw CommandError(.usage, "the model's \(problem)") }
  }

  /// Turns a search that finds nothing into exit code 3.
  static func refusing<Value>(_ body: () throws(CalibrationError) -> Value) throws(CommandError) -> Value {
    do throws(CalibrationError) {
      return try body()
    } catch {
      throw CommandError(.rejectedInput, "\(error)")
    }
  }
}
