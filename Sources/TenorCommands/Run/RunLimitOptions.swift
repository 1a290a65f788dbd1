import PostgresStore
import RunRecords

/// The limits of runs: options, else environment variables, else the standard ones.
enum RunLimitOptions {
  static let limits = RunLimits.Quantity.allCases.map { quantity in
    Command.Option(
      name: name(quantity), value: "N",
      help: "refuse a run of more \(quantity.rawValue); default $\(quantity.variable), or else "
        + NumberText.grouped(Double(RunLimits.standard[quantity])))
  }

  static let allowFullDisk = Command.Option(
    name: "allow-full-disk", value: nil,
    help: "create a run that leaves the private database's disk less than 10% or 1 GiB free")

  private static func name(_ quantity: RunLimits.Quantity) -> String { "max-\(quantity.rawValue)" }

  /// From the environment alone, for a command without these options.
  static func limits(_ environment: [String: String]) throws(CommandError) -> RunLimits {
    var limits = RunLimits.standard
    for quantity in RunLimits.Quantity.allCases {
      guard let text = environment[quantity.variable], !text.isEmpty else { continue }
      guard let most = Int(text), quantity.range.contains(most) else {
        throw CommandError(
          .usage,
          "\(quantity.variable) '\(text)' is not a whole number from \(quantity.range.lowerBound) to "
            + "\(quantity.range.upperBound)")
      }
      limits[quantity] = most
    }
    return limits
  }

  static func limits(_ arguments: Arguments, _ console: Console) throws(CommandError) -> RunLimits {
    var limits = try limits(console.environment)
    for quantity in RunLimits.Quantity.allCases {
      limits[quantity] = try arguments.integer(
        name(quantity), default: limits[quantity], in: quantity.range)
    }
    return limits
  }

  /// Refuses a run beyond a limit, or one for which the disk has no room.
  ///
  /// - Parameter disk: Of the private database; `nil` for another, or when it may become full.
  static func check(_ forecast: RunForecast, disk: DiskSpace?) throws(CommandError) {
    if let excess = forecast.excesses.first { throw CommandError(.rejectedInput, refusal(excess)) }
    let bytes = forecast.estimate.bytes.total + forecast.estimate.bytes.partialSums
    if let disk, !disk.holds(bytes) {
      throw CommandError(
        .unavailable,
        "the run would take \(NumberText.bytes(bytes)) of the \(NumberText.bytes(disk.freeBytes)) that "
          + "are free on the database's disk, where \(NumberText.bytes(disk.reserve)) must stay; make room, ask for "
          + "\(RunLimits.Quantity.bytes.remedy), or give --\(allowFullDisk.name)")
    }
  }

  /// What is too large, and what to do about it.
  static func refusal(_ excess: RunLimits.Excess) -> String {
    func grouped(_ value: Int) -> String { NumberText.grouped(Double(value)) }
    return
      "the run would have \(grouped(excess.estimated)) \(excess.quantity.rawValue), and \(grouped(excess.most)) "
      + "is the limit; ask for \(excess.quantity.remedy), or raise the limit with --\(name(excess.quantity)) or "
      + excess.quantity.variable
  }
}
