public import Collateral

/// What a market says of pools of loans: models of prepayment, default and loss, and the economy that they look at.
public struct CollateralMarket: Sendable, Hashable {
  /// By name in ascending order, as are the other models.
  public let prepaymentModels: [PrepaymentModel]
  public let defaultModels: [DefaultModel]
  public let severityModels: [SeverityModel]
  /// The rate at which new loans are made, from zero rates of a curve; needed by models of prepayment.
  public let mortgageRateModel: MortgageRateModel?
  /// The same rate in the past, decimals a year; ascending by month without a gap, as all series are.
  public let mortgageRates: [MonthlyValue]
  /// Index of house prices of the whole country, in any unit.
  public let nationalHousePrices: [MonthlyValue]
  /// By region, as loans name it.
  public let housePrices: [String: [MonthlyValue]]
  /// Part of the labour force without work, decimals.
  public let unemployment: [MonthlyValue]

  public init(
    prepaymentModels: [PrepaymentModel] = [], defaultModels: [DefaultModel] = [],
    severityModels: [SeverityModel] = [], mortgageRateModel: MortgageRateModel? = nil,
    mortgageRates: [MonthlyValue] = [], nationalHousePrices: [MonthlyValue] = [],
    housePrices: [String: [MonthlyValue]] = [:], unemployment: [MonthlyValue] = []
  ) {
    func ordered(_ series: [MonthlyValue]) -> [MonthlyValue] { series.sorted { $0.month < $1.month } }
    self.prepaymentModels = prepaymentModels.sorted { $0.name < $1.name }
    self.defaultModels = defaultModels.sorted { $0.name < $1.name }
    self.severityModels = severityModels.sorted { $0.name < $1.name }
    self.mortgageRateModel = mortgageRateModel
    self.mortgageRates = ordered(mortgageRates)
    self.nationalHousePrices = ordered(nationalHousePrices)
    self.housePrices = housePrices.mapValues(ordered)
    self.unemployment = ordered(unemployment)
  }
}

extension CollateralMarket {
  /// The model of that name. Throws `MissingMarketData` naming it, as the others do.
  public func prepaymentModel(_ name: String) throws(MissingMarketData) -> PrepaymentModel {
    guard let model = prepaymentModels.first(where: { $0.name == name }) else {
      throw MissingMarketData("prepayment model \(name)")
    }
    return model
  }

  public func defaultModel(_ name: String) throws(MissingMarketData) -> DefaultModel {
    guard let model = defaultModels.first(where: { $0.name == name }) else {
      throw MissingMarketData("default model \(name)")
    }
    return model
  }

  public func severityModel(_ name: String) throws(MissingMarketData) -> SeverityModel {
    guard let model = severityModels.first(where: { $0.name == name }) else {
      throw MissingMarketData("severity model \(name)")
    }
    return model
  }
}
