import Collateral
import DatesAndConventions
import MarketData
import Pricing
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

  /// What it gives a deal.
  func terms(_ needs: DealMarketNeeds) throws(CommandError) -> DealMarketTerms {
    try given(needs, markets).terms()
  }

  /// What it gives a deal when scenarios shift its rates, one for each; their economies and other shifts are left out.
  func terms(
    _ needs: DealMarketNeeds, shiftedBy scenarios: [Scenario]
  ) throws(CommandError) -> [DealMarketTerms] {
    let moves = scenarios.map { Scenario(id: $0.id, shifts: $0.shifts.filter(\.isOfRates)) }
    let shifted: ScenarioMarkets
    do throws(ScenarioMarketsError) {
      shifted = try ScenarioMarkets(
        snapshot: snapshot, scenarios: moves, reportingCurrency: snapshot.fxBase)
    } catch {
      throw CommandError(.rejectedInput, "\(error)")
    }
    let deal = try given(needs, shifted)
    return moves.indices.map { deal.terms(column: 1 + $0) }
  }

  private func given(
    _ needs: DealMarketNeeds, _ markets: ScenarioMarkets
  ) throws(CommandError) -> DealMarkets {
    do throws(DealMarketError) {
      return try DealMarkets(needs, in: markets)
    } catch {
      switch error {
      case .missing(let name): throw missing(name)
      case .laterDeal(let asOf, let valuationDate):
        throw CommandError(
          .rejectedInput,
          "the loans are as of \(asOf) and the market of \(valuationDate); give a market of that day or later"
        )
      }
    }
  }

  /// The id of the curve that discounts a currency.
  func discountCurve(_ currency: Currency) throws(CommandError) -> String {
    guard let id = snapshot.discountCurves[currency.code] else {
      throw missing("discount curve for \(currency)")
    }
    return id
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

  private func missing(_ name: String) -> CommandError {
    CommandError(.rejectedInput, "the market of \(valuationDate) has no \(name); add it")
  }
}

extension ScenarioShift {
  var isOfRates: Bool {
    switch self {
    case .rates: true
    case .spread, .foreignExchange, .inflation, .volatility: false
    }
  }
}
