import Collateral
import DatesAndConventions
import Pricing
import StructuredDeals

/// A deal as a command runs it, and where what it was not told itself comes from.
struct DealInput {
  /// What a table puts in the place of what pools are assumed to do.
  enum Assumption { case prepayment, defaults, severity }

  var projection: DealProjection
  let package: DealPackage?
  /// `nil` where no market is given.
  let market: DealMarket?
  let currency: Currency
  /// Balances are as of this day; `nil` where nothing says it.
  let cutOff: CivilDate?
  /// What each series is in the market, of those that come from it.
  var marketSeries: [String: DealSeries] = [:]

  /// What it asked of the market; `nil` where it asked nothing.
  var needs: DealMarketNeeds?
  /// From the end of a period to its payment.
  var delayDays = 0

  /// Whether loans follow models.
  var usesModels: Bool { projection.loans.keys.contains { projection.assumptions(of: $0).usesModels } }

  /// A line for each model and market that numbers rest on; empty where all was given.
  func sources(replaced: Set<Assumption> = []) -> [String] {
    var lines = market.map { ["market of \($0.valuationDate)"] } ?? []
    let models = modelSources(replaced)
    lines += models
    if !models.isEmpty, let market { lines += market.economySources }
    for (name, series) in marketSeries.sorted(by: { $0.key < $1.key }) {
      let tenor = series.tenor.map { " of \($0)" } ?? ""
      lines.append("\(name): forward rates of \(series.index.rawValue)\(tenor)")
    }
    return lines
  }

  /// A line for each model, once.
  private func modelSources(_ replaced: Set<Assumption>) -> [String] {
    var lines: [String] = []
    func add(_ kind: String, _ name: String, _ version: String?, isMarkets: Bool) {
      let line =
        "\(kind): \(name), version \(version ?? "unknown"), from \(isMarkets ? "the market" : "a file")"
      if !lines.contains(line) { lines.append(line) }
    }
    let models = projection.models
    let markets = market?.models ?? CollateralModels()
    for group in projection.loans.keys.sorted() {
      let terms = projection.assumptions(of: group)
      if case .model(let name) = terms.prepayment, !replaced.contains(.prepayment) {
        let model = models.prepayment[name]
        add("prepayment", name, model?.version, isMarkets: model == markets.prepayment[name])
      }
      if case .model(let name) = terms.defaults, !replaced.contains(.defaults) {
        let model = models.defaults[name]
        add("default", name, model?.version, isMarkets: model == markets.defaults[name])
      }
      if case .model(let name) = terms.severity, !replaced.contains(.severity) {
        let model = models.severity[name]
        add("severity", name, model?.version, isMarkets: model == markets.severity[name])
      }
    }
    return lines
  }

  /// Prints them after a text, or beside a table for programs.
  func printSources(_ arguments: Arguments, _ console: Console, replaced: Set<Assumption> = []) {
    let lines = sources(replaced: replaced)
    guard !lines.isEmpty else { return }
    if arguments.has("csv") {
      for line in lines { console.note(line) }
    } else {
      console.print("")
      for line in lines { console.print(line) }
    }
  }
}
