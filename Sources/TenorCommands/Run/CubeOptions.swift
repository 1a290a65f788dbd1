import Pricing
import RiskAnalytics
import RunRecords

/// What a cube is asked for on the command line.
enum CubeOptions {
  static let confidence = Command.Option(
    name: "confidence", value: "SHARE", help: "value at risk and expected shortfall at it, such as 0.99")
  static let moves = Command.Option(
    name: "scenario", value: "ID", help: "only this scenario; repeat for more", repeats: true)
  static let options = [
    Command.Option(name: "rows", value: "NAMES", help: "dimensions with commas between them"),
    Command.Option(name: "columns", value: "NAMES", help: "dimensions across"),
    Command.Option(name: "measure", value: "NAME", help: "default PV; repeat for more", repeats: true),
    Command.Option(name: "factor", value: "NAME", help: "key rate or currency of the measure"),
    Command.Option(
      name: "scenario", value: "ID", help: "default BASE; with --confidence all others, repeat for some",
      repeats: true),
    Command.Option(name: "difference", value: nil, help: "less the figure under BASE"),
    confidence,
    ResultOptions.node,
    Command.Option(
      name: "filter", value: "NAME=GROUP", help: "only this group of a dimension; NAME= is those without",
      repeats: true),
    Command.Option(name: "top", value: "N", help: "groups told apart; smaller ones are 'other'"),
  ]
  static let dimensions = CubeDimension.allCases.map(\.rawValue).joined(separator: ", ")

  static func dimensions(_ arguments: Arguments, _ option: String) throws(CommandError) -> [CubeDimension] {
    var found: [CubeDimension] = []
    for name in arguments.value(option)?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      guard let dimension = CubeDimension(rawValue: String(name)) else {
        throw CommandError(.usage, "--\(option) does not know '\(name)'; use one of \(dimensions)")
      }
      found.append(dimension)
    }
    return found
  }

  static func groups(_ arguments: Arguments) throws(CommandError) -> PositionGroups {
    var groups: PositionGroups = [:]
    for text in arguments.all("filter") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, let dimension = CubeDimension(rawValue: parts[0]) else {
        throw CommandError(.usage, "--filter '\(text)' is not NAME=GROUP; names are \(dimensions)")
      }
      if !parts[1].isEmpty, let problem = dimension.problem(withGroup: parts[1]) {
        throw CommandError(.usage, "--filter '\(text)' \(problem)")
      }
      guard !parts[1].isEmpty || !dimension.isOfEvery else {
        throw CommandError(.usage, "--filter '\(text)' names no group; every position has a \(parts[0])")
      }
      groups[dimension, default: []].append(parts[1].isEmpty ? nil : parts[1])
    }
    return groups
  }

  static func figures(_ arguments: Arguments) throws(CommandError) -> [CubeQuestion.Figure] {
    let names = arguments.has("measure") ? arguments.all("measure") : [Measure.presentValue.rawValue]
    var figures: [CubeQuestion.Figure] = []
    for name in names {
      guard let measure = Measure(rawValue: name.uppercased()) else {
        let known = Measure.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError(.usage, "--measure '\(name)' is not known; choose one of \(known)")
      }
      let isWithout = measure.display.factor == .none && names.count > 1
      figures.append(.init(measure, factor: isWithout ? "" : arguments.value("factor") ?? ""))
    }
    return figures
  }

  static func confidence(_ arguments: Arguments) throws(CommandError) -> Double? {
    guard let share = try arguments.number("confidence") else { return nil }
    guard TailRisk.confidences.contains(share) else {
      throw CommandError(
        .usage,
        "--confidence '\(share)' is not from \(TailRisk.confidences.lowerBound) to \(TailRisk.confidences.upperBound)"
      )
    }
    return share
  }

  /// Ordinals of the scenarios named, in the run's order; of all but `BASE` where none is.
  static func moves(_ arguments: Arguments, _ run: RunRecord) throws(CommandError) -> [Int] {
    let names = arguments.all("scenario")
    for name in names { _ = try ordinal(name, run) }
    guard !names.contains(run.scenarioIDs[0]) else {
      throw CommandError(.usage, "--scenario '\(run.scenarioIDs[0])' is no move; name others")
    }
    return run.scenarioIDs.indices.dropFirst().filter { names.isEmpty || names.contains(run.scenarioIDs[$0]) }
  }

  static func ordinal(_ name: String, _ run: RunRecord) throws(CommandError) -> Int {
    guard let ordinal = run.scenarioIDs.firstIndex(of: name) else {
      throw CommandError(
        .usage, "--scenario '\(name)' is not in the run; it has \(run.scenarioIDs.joined(separator: ", "))")
    }
    return ordinal
  }
}
