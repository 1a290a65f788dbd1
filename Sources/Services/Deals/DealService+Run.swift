import Collateral
import HTTPServing
import Pricing
import RunRecords
import RunReports
import StructuredDeals

extension DealService {
  private static let speeds: Set<String> = [
    "prepayment", "default", "severity", "lag", "rate", "market_snapshot",
  ]

  /// What a version pays under its assumptions, or those of the query, alone or in a market; nothing is stored.
  func runDeal(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Self.speeds)
    let (version, document, _) = try stored(request)
    let run = try project(document.package, request.query, isExplained: false)
    return try .document(
      DealRunView(version: version, run: run, exchangeable: document.package.deal.exchangeable))
  }

  /// What each step of a period did, and why, as JSON or CSV.
  func explainDeal(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: Self.speeds.union(["period", "format"]))
    let period = try request.query.integer("period", in: 1...1_200, default: 1)
    let format = try request.query.choice("format", ExplanationFormat.self) ?? .json
    let (version, document, _) = try stored(request)
    let run = try project(document.package, request.query, isExplained: true)
    guard period <= run.periods else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "period", message: "is after the last of \(run.periods)", fix: "name an earlier period")
      ])
    }
    switch format {
    case .json: return try .document(DealExplanationView(version: version, run: run, period: period))
    case .csv:
      let lines = DealExplanation.csv(run, period: period)
      return .bytes(
        Array((lines.joined(separator: "\n") + "\n").utf8), contentType: "text/csv; charset=utf-8")
    }
  }

  private enum ExplanationFormat: String, CaseIterable { case json, csv }

  private func project(_ package: DealPackage, _ query: QueryItems, isExplained: Bool) throws -> DealRun {
    let assumptions = try assumptions(package, query)
    let market = try market(of: package, query, assumptions: assumptions)
    var rates = market?.rates ?? [:]
    if let text = try query.single("rate") {
      guard let rate = Double(text), (-5...50).contains(rate) else {
        throw ProblemDetails.invalid(
          parameter: "rate", message: "is not a rate in per cent",
          fix: "send a number from -5 to 50, such as 4.3")
      }
      rates = package.series.mapValues { _ in [rate / 100] }
    }
    do throws(DealRunError) {
      return try package.project(
        rates: rates, assumptions: assumptions, models: market?.models ?? CollateralModels(),
        economy: market?.economy, isExplained: isExplained)
    } catch {
      throw ProblemDetails.unprocessable([
        .init(
          field: "deal", message: error.description,
          fix: "name a market_snapshot, or give prepayment, default, severity or rate")
      ])
    }
  }

  /// The package's assumptions with what the query replaces; `nil` where it replaces nothing.
  private func assumptions(
    _ package: DealPackage, _ query: QueryItems
  ) throws -> [String: PoolAssumptions]? {
    let prepayment = try query.text("prepayment", upTo: 200)
    let defaults = try query.text("default", upTo: 200)
    let severity = try query.text("severity", upTo: 200)
    let lag = try query.single("lag") == nil ? nil : query.integer("lag", in: 0...120, default: 0)
    guard prepayment != nil || defaults != nil || severity != nil || lag != nil else { return nil }
    func read<Value>(_ name: String, _ body: () throws(CollateralError) -> Value) throws -> Value {
      do throws(CollateralError) {
        return try body()
      } catch {
        throw ProblemDetails.unprocessable([.init(field: name, sentence: error.message)])
      }
    }
    var replaced: [String: PoolAssumptions] = [:]
    for group in package.collateral.keys {
      var assumed = package.assumptions(of: group)
      if let prepayment {
        assumed.prepayment = .speed(
          try read("prepayment") { () throws(CollateralError) in try PrepaymentSpeed(text: prepayment) })
      }
      if let defaults {
        assumed.defaults = .speed(
          try read("default") { () throws(CollateralError) in try DefaultSpeed(text: defaults) })
      }
      if let severity {
        assumed.severity = try read("severity") { () throws(CollateralError) in
          try PoolAssumptions.Severity(text: severity)
        }
      }
      if let lag { assumed.liquidationLag = lag }
      replaced[group] = assumed
    }
    return replaced
  }
}
