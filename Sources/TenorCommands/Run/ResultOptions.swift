import DatesAndConventions
import Instruments
import PostgresStore
import Pricing
import RunRecords

/// Which results of a run are asked for on the command line.
enum ResultOptions {
  static let position = Command.Option(name: "position", value: "ID", help: "only this position")
  static let node = Command.Option(
    name: "node", value: "PATH", help: "only this portfolio node and what is below it")
  static let product = Command.Option(name: "product", value: "TYPE", help: "only this product type")
  static let measure = Command.Option(name: "measure", value: "NAME", help: "only this measure")
  static let scenario = Command.Option(name: "scenario", value: "ID", help: "only this scenario")

  static func filter(_ arguments: Arguments) throws(CommandError) -> ResultStore.Filter {
    var filter = ResultStore.Filter(positionID: arguments.value("position"), node: arguments.value("node"))
    filter.productType = try productType(arguments)
    filter.measure = try measure(arguments)
    return filter
  }

  static func productType(_ arguments: Arguments) throws(CommandError) -> ProductType? {
    try named(arguments, "product", ProductType.self)
  }

  static func measure(_ arguments: Arguments) throws(CommandError) -> Measure? {
    try named(arguments, "measure", Measure.self)
  }

  /// The scenario asked for, as its ordinal in the run; `nil` for all.
  static func scenario(_ arguments: Arguments, _ run: RunRecord) throws(CommandError) -> Int? {
    guard let name = arguments.value("scenario") else { return nil }
    guard let ordinal = run.scenarioIDs.firstIndex(of: name) else {
      throw CommandError(
        .usage, "--scenario '\(name)' is not in the run; it has \(run.scenarioIDs.joined(separator: ", "))")
    }
    return ordinal
  }

  private static func named<Name: RawRepresentable<String> & CaseIterable>(
    _ arguments: Arguments, _ option: String, _ type: Name.Type
  ) throws(CommandError) -> Name? {
    guard let text = arguments.value(option) else { return nil }
    guard let name = Name(rawValue: text.uppercased()) else {
      let names = Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(.usage, "--\(option) '\(text)' is not known; choose one of \(names)")
    }
    return name
  }
}
