import DatesAndConventions
import PostgresStore
import Pricing
import RunRecords

/// Options and arguments that the limit commands share.
enum LimitOptions {
  static let by = Command.Option(name: "by", value: "USER", help: "who asks; default the login name")
  static let proposal = Command.Option(
    name: "proposal", value: "N", help: "the proposal meant, refused when another waits; default what waits")

  /// What a limit says.
  static let terms = [
    Command.Option(
      name: "node", value: "PATH", help: "portfolio that is bounded; default everything in a run"),
    Command.Option(name: "measure", value: "NAME", help: "bound a total or average, such as DV01"),
    Command.Option(
      name: "factor", value: "NAME", help: "with --measure: a key rate such as USD:5Y, or a currency"),
    Command.Option(name: "scenario", value: "ID", help: "with --measure: default BASE"),
    Command.Option(
      name: "profit", value: "SCENARIO", help: "bound the value under a scenario less that under BASE"),
    Command.Option(name: "relative", value: nil, help: "with --profit: over the value under BASE"),
    Command.Option(
      name: "concentration", value: "ATTRIBUTE",
      help: "bound a share of value: \(RiskAttribute.allCases.map(\.rawValue).joined(separator: ", "))"),
    Command.Option(
      name: "largest", value: "N",
      help: "with --concentration: of the N largest; default the Herfindahl index"),
    Command.Option(name: "minimum", value: "X", help: "the least allowed"),
    Command.Option(name: "maximum", value: "X", help: "the most allowed"),
    Command.Option(name: "warn", value: "SHARE", help: "from which share of a bound on to warn; default 0.9"),
    Command.Option(name: "currency", value: "CODE", help: "of the bounds, where they are amounts"),
    by,
  ]

  static let notes =
    "Give one of --measure, --profit and --concentration, and --minimum, --maximum or both. Yields and shares are "
    + "decimals:\n0.05 for 5%. DV01 is negative for a long bond: bound it by a --minimum.\n"
    + "What is proposed counts when another person has approved it ('tenor limit approve')."

  static func name(_ text: String) throws(CommandError) -> LimitName {
    guard let name = LimitName(text) else {
      throw CommandError(
        .usage,
        "'\(text)' is not the name of a limit; write 1 to 40 of the characters A-Z a-z 0-9 . _ - "
          + "beginning with a letter or digit")
    }
    return name
  }

  static func definition(_ arguments: Arguments) throws(CommandError) -> LimitDefinition {
    var currency: Currency?
    if let code = arguments.value("currency") {
      currency = Currency(code)
      if currency == nil { throw CommandError(.usage, "--currency '\(code)' is not a currency, such as USD") }
    }
    return LimitDefinition(
      name: try name(arguments.positional[0]), node: arguments.value("node") ?? "",
      figure: try figure(arguments),
      bounds: LimitBounds(
        minimum: try arguments.number("minimum"), maximum: try arguments.number("maximum"),
        warningShare: try arguments.number("warn") ?? LimitBounds.usualWarningShare),
      currency: currency)
  }

  private static func figure(_ arguments: Arguments) throws(CommandError) -> LimitFigure {
    let kinds = ["measure", "profit", "concentration"].filter { arguments.has($0) }
    guard kinds.count == 1 else {
      throw CommandError(.usage, "give one of --measure, --profit and --concentration")
    }
    let belonging = [
      "factor": "measure", "scenario": "measure", "relative": "profit", "largest": "concentration",
    ]
    for (option, kind) in belonging.sorted(by: { $0.key < $1.key })
    where arguments.has(option) && kind != kinds[0] {
      throw CommandError(.usage, "--\(option) belongs to --\(kind); leave it out")
    }
    if let text = arguments.value("measure") {
      guard let measure = Measure(rawValue: text.uppercased()) else {
        let known = Measure.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError(.usage, "--measure '\(text)' is not known; choose from \(known)")
      }
      return .measure(
        measure, factor: arguments.value("factor") ?? "", scenario: arguments.value("scenario") ?? "BASE")
    }
    if let scenario = arguments.value("profit") {
      return .profit(scenario: scenario, isRelative: arguments.has("relative"))
    }
    let text = arguments.value("concentration") ?? ""
    guard let attribute = RiskAttribute(rawValue: text) else {
      let known = RiskAttribute.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(.usage, "--concentration '\(text)' is not known; choose from \(known)")
    }
    guard arguments.has("largest") else { return .concentration(attribute, .herfindahl) }
    let count = try arguments.integer("largest", default: 1, in: ConcentrationStatistic.counts)
    return .concentration(attribute, .largest(count: count))
  }

  /// The proposal that a decision is about: the one named, or else what waits.
  static func waiting(_ arguments: Arguments, _ name: LimitName, _ store: LimitStore) throws -> Int {
    if arguments.has("proposal") {
      return try arguments.integer("proposal", default: 0, in: 1...Int(Int32.max))
    }
    guard let proposal = try store.require(name).proposal else {
      throw CommandError(.failed, "nothing is proposed for limit '\(name)'")
    }
    return proposal.number
  }

  /// Runs `body`, telling how to find the limit where there is none of the name, and refused input as such.
  static func finding<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      switch error {
      case .notFound(kind: "limit", _): throw CommandError(.failed, "\(error); 'tenor limit list' tells them")
      case .invalid, .invalidRow: throw CommandError(.rejectedInput, "\(error)")
      case .notFound, .exists, .wrongState, .refused, .removed, .unreadable:
        throw CommandError(.failed, "\(error)")
      }
    }
  }
}
