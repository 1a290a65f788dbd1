import Collateral
import DatesAndConventions
import PostgresStore
import Pricing
import RunRecords
import StructuredDeals

/// The trials of a package on the command line, in a market or without one.
struct DealTrials {
  private let package: DealPackage
  /// By series, month by month from the cut-off: the market's forward rates, decimals.
  private(set) var rates: [String: [Double]] = [:]
  private var models = CollateralModels()
  private var economy: CollateralEconomy?
  /// Where rates and models come from, in words.
  let basis: String
  /// The same for people, a line each.
  let sources: [String]

  /// Throws what the market lacks.
  init(_ package: DealPackage, _ market: DealMarket?) throws(CommandError) {
    self.package = package
    basis = package.trialBasis(market: market.map { "market of \($0.valuationDate)" })
    guard let market else {
      let needsMarket = !package.series.isEmpty || package.usesModels
      sources = ["tried \(basis)"] + (needsMarket ? ["--market PATH tries a deal in a market"] : [])
      return
    }
    var input = DealInput(
      projection: DealProjection(package), package: package, market: market, currency: package.currency,
      cutOff: package.asOf, marketSeries: package.series)
    input.projection.models = market.models
    // The first tells the market, as the basis does.
    sources = ["tried \(basis)"] + input.sources().dropFirst()
    let terms = try market.terms(DealMarketNeeds(package))
    (rates, models, economy) = (terms.rates, terms.models, terms.economy)
  }

  func run() -> [PackageTrial] { package.trials(rates: rates, models: models, economy: economy) }

  /// Tries a stored version and tells how; it is validated when all trials come to their end.
  func conclude(
    _ version: DealVersion, _ store: DealStore, by person: String, _ console: Console
  ) throws -> ExitCode {
    for line in sources { console.print(line) }
    let results = run()
    for trial in results {
      console.print("  \(trial.name): \(trial.problem ?? "\(trial.periods) periods, all cash accounted for")")
    }
    let name = "\(version.dealID)@\(version.version)"
    guard results.allSatisfy({ $0.problem == nil }) else {
      console.note("\(name) stays UPLOADED: correct the deal and upload it anew, or reject it")
      return .rejectedInput
    }
    let moved = try DealOptions.finding {
      try store.move(
        version.version, of: version.dealID, to: .validated, by: person,
        comment: "\(results.count) trials passed, \(basis)")
    }
    console.print("\(name) is \(moved.state.rawValue)")
    return .success
  }
}
