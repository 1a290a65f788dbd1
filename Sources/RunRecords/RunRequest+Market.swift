import DatesAndConventions
public import MarketData
import Pricing

extension RunRequest {
  /// What the market cannot give that the run asks for: rates into the reporting currency, curves of scenarios.
  ///
  /// Builds every curve under every scenario, so that a run that cannot work is refused before it is stored.
  public func problems(against market: MarketSnapshot) -> [RunRequestProblem] {
    let currencies = market.reportingCurrencies
    guard currencies.contains(pricing.reportingCurrency.code) else {
      return [
        RunRequestProblem(
          field: "reporting_currency",
          message: "the market has no rate for \(pricing.reportingCurrency); "
            + "use one of: \(currencies.joined(separator: ", "))")
      ]
    }
    do throws(ScenarioMarketsError) {
      _ = try ScenarioMarkets(
        snapshot: market, scenarios: scenarios, reportingCurrency: pricing.reportingCurrency)
      return []
    } catch {
      switch error {
      case .scenarios(let errors):
        return errors.map { error in
          let shift = error.shift.map { ".shifts[\($0 - 1)]" } ?? ""
          return RunRequestProblem(field: "scenarios[\(error.scenario)]\(shift)", message: error.problem)
        }
      case .market, .curve:
        return [RunRequestProblem(field: "market_snapshot_id", message: error.description)]
      }
    }
  }
}
