import Collateral
import DatesAndConventions
import MarketData
import StructuredDeals

/// What a market gives a deal on the command line: models by name, the economy, rates of indices and the curve that discounts.
struct DealMarket {
  private let snapshot: MarketSnapshot
  private let markets: ScenarioMarkets
  let curves: [String: ZeroCurve]

  static let option = Command.Option(
    name: "market", value: "PATH",
    help: "a market: its models by name, economy, rates of indices and curves; a JSON document or a folder")

  /// Throws for a market that cannot be read, or whose curves cannot be built.
  init(_ path: String) throws {
    snapshot = try InputFile.market(path)
    do throws(ScenarioMarketsError) {
      curves = try snapshot.zeroCurves()
      markets = try ScenarioMarkets(
        snapshot: snapshot, scenarios: [], reportingCurrency: snapshot.fxBase)
    } catch {
      throw CommandError(.rejectedInput, "\(error)")
    }
  }

  var valuationDate: CivilDate { snapshot.valuationDate }

  var models: CollateralModels {
    CollateralModels(
      prepayment: snapshot.collateral?.prepaymentModels ?? [],
      defaults: snapshot.collateral?.defaultModels ?? [],
      severity: snapshot.collateral?.severityModels ?? [])
  }

  /// Whether it says anything of pools of loans.
  var hasEconomy: Bool { snapshot.collateral != nil }

  func economy(
    _ currency: Currency, from month: YearMonth, months: Int
  ) throws(CommandError) -> CollateralEconomy {
    try found { () throws(MissingMarketData) in
      try markets.collateralEconomy(currency, column: 0, firstMonth: month, months: months)
    }
  }

  /// A rate for each month from the cut-off date on.
  func rates(_ series: DealSeries, from start: CivilDate, months: Int) throws(CommandError) -> [Double] {
    try found { () throws(MissingMarketData) in
      try markets.monthlyRates(series.index, tenor: series.tenor, from: start, months: months)
    }
  }

  /// The id of the curve that discounts a currency.
  func discountCurve(_ currency: Currency) throws(CommandError) -> String {
    try found { () throws(MissingMarketData) in
      guard let id = snapshot.discountCurves[currency.code] else {
        throw MissingMarketData("discount curve for \(currency)")
      }
      return id
    }
  }

  /// What is told of the economy.
  var economySources: [String] {
    guard let collateral = snapshot.collateral else { return [] }
    var lines: [String] = []
    if let model = collateral.mortgageRateModel {
      lines.append("mortgage rates: \(model.name), version \(model.version), on forward rates")
    }
    lines.append(
      "house prices: "
        + (collateral.nationalHousePrices.isEmpty && collateral.housePrices.isEmpty
          ? "none in the market, they stand still" : "as last published"))
    lines.append(
      "unemployment: "
        + (collateral.unemployment.last.map { "as of \($0.month), \(NumberText.percent($0.value))" }
          ?? "none in the market, 5%"))
    return lines
  }

  private func found<Value>(
    _ body: () throws(MissingMarketData) -> Value
  ) throws(CommandError) -> Value {
    do throws(MissingMarketData) {
      return try body()
    } catch {
      throw CommandError(.rejectedInput, "the market of \(valuationDate) has no \(error.name); add it")
    }
  }
}
