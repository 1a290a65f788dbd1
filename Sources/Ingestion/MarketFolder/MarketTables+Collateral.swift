import Collateral
import MarketData

extension MarketTables {
  /// Models and the economy; `nil` where there are neither.
  func collateral(_ models: [CollateralModel]) -> CollateralMarket? {
    if models.isEmpty, economy.rows.isEmpty { return nil }
    var prepayment: [PrepaymentModel] = []
    var defaults: [DefaultModel] = []
    var severity: [SeverityModel] = []
    var mortgageRate: MortgageRateModel?
    for model in models {
      switch model {
      case .prepayment(let model): prepayment.append(model)
      case .default(let model): defaults.append(model)
      case .severity(let model): severity.append(model)
      case .mortgageRate(let model): mortgageRate = model
      }
    }
    let series = Dictionary(grouping: economy.rows, by: \.series).mapValues { $0.map(\.value) }
    var regions: [String: [MonthlyValue]] = [:]
    for case (.housePrices(let region?), let values) in series { regions[region] = values }
    return CollateralMarket(
      prepaymentModels: prepayment, defaultModels: defaults, severityModels: severity,
      mortgageRateModel: mortgageRate, mortgageRates: series[.mortgageRate] ?? [],
      nationalHousePrices: series[.housePrices(region: nil)] ?? [], housePrices: regions,
      unemployment: series[.unemployment] ?? [])
  }
}
