import DatesAndConventions
import MarketData
import Pricing

/// The options that say what to compute, shared by `run create` and `price`.
enum PricingOptions {
  static let options = [
    Command.Option(
      name: "scenarios", value: "SET", help: "core (4 scenarios), demo (15), or a JSON file; default core"),
    Command.Option(
      name: "measures", value: "LIST",
      help: "such as PV,DV01,KEY_RATE_DV01; default all (docs/formats.md lists them)"),
    Command.Option(
      name: "base-measures", value: "LIST", help: "measures wanted on BASE alone, beside --measures"),
    Command.Option(name: "currency", value: "CODE", help: "reporting currency; default USD"),
    Command.Option(name: "key-rates", value: "LIST", help: "tenors of key rates; default 3M,1Y,5Y,10Y,30Y"),
  ]

  /// Scenarios with `BASE` first.
  static func scenarios(_ arguments: Arguments) throws -> [Scenario] {
    Scenario.baseFirst(try InputFile.scenarios(arguments.value("scenarios") ?? "core"))
  }

  static func request(_ arguments: Arguments) throws(CommandError) -> PricingRequest {
    let currency = try reportingCurrency(arguments)
    let onBase = try arguments.value("base-measures").map { text throws(CommandError) in
      try measures(text, option: "base-measures")
    }
    let everywhere: [Measure]
    if let text = arguments.value("measures"), text.lowercased() != "all" {
      everywhere = try measures(text, option: "measures")
    } else {
      everywhere = Measure.allCases.filter { onBase?.contains($0) != true }
    }
    if let twice = onBase?.first(where: everywhere.contains) {
      throw CommandError(
        .usage, "--base-measures: \(twice.rawValue) is among --measures too; name it in one of them")
    }
    if onBase?.contains(.cashFlows) == true {
      throw CommandError(
        .usage, "--base-measures: CASHFLOWS are always those of BASE; name them among --measures")
    }
    return PricingRequest(
      measures: everywhere + (onBase ?? []), baseOnlyMeasures: onBase ?? [], reportingCurrency: currency,
      keyRateTenors: try keyRates(arguments))
  }

  static func reportingCurrency(_ arguments: Arguments) throws(CommandError) -> Currency {
    let code = arguments.value("currency") ?? "USD"
    guard let currency = Currency(code), currency.isKnown else {
      throw CommandError(
        .usage, "--currency '\(code)' is not a known currency; write its ISO 4217 code, such as USD")
    }
    return currency
  }

  /// Refuses a reporting currency into which the market cannot convert.
  static func check(_ reportingCurrency: Currency, in market: MarketSnapshot) throws(CommandError) {
    let known = market.reportingCurrencies
    guard known.contains(reportingCurrency.code) else {
      throw CommandError(
        .usage,
        "--currency \(reportingCurrency): the market has no rate for it; choose one of "
          + known.joined(separator: ", "))
    }
  }

  private static func measures(_ text: String, option: String) throws(CommandError) -> [Measure] {
    var measures: [Measure] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let measure = Measure(rawValue: name.uppercased()) else {
        let names = Measure.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError(.usage, "--\(option): '\(name)' is not a measure; choose from \(names)")
      }
      if !measures.contains(measure) { measures.append(measure) }
    }
    return measures
  }

  private static func keyRates(_ arguments: Arguments) throws(CommandError) -> [Tenor] {
    guard let text = arguments.value("key-rates") else { return PricingRequest.standardKeyRates }
    var tenors: [Tenor] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let tenor = Tenor(name) else {
        throw CommandError(.usage, "--key-rates: '\(name)' is not a tenor; write 3M or 10Y")
      }
      tenors.append(tenor)
    }
    guard zip(tenors, tenors.dropFirst()).allSatisfy({ $0.years < $1.years }),
      tenors.allSatisfy({ $0.years > 0 && $0.years <= 100 }), tenors.count <= 50
    else {
      throw CommandError(.usage, "--key-rates: give 1 to 50 ascending tenors above 0 and up to 100Y")
    }
    return tenors
  }
}
