public import Collateral
public import DatesAndConventions

extension ScenarioMarkets {
  public func collateralMarket() throws(MissingMarketData) -> CollateralMarket {
    guard let collateral = snapshot.collateral else { throw MissingMarketData("collateral models") }
    return collateral
  }

  public func collateralEconomy(
    _ currency: Currency, column: Int, firstMonth: YearMonth, months: Int
  ) throws(MissingMarketData) -> CollateralEconomy {
    let market = try collateralMarket()
    guard let model = market.mortgageRateModel else { throw MissingMarketData("mortgage rate model") }
    let curve = try discountCurve(currency)
    let state = curve.states[curve.stateOfColumn[column]]
    let today = YearMonth(valuationDate)
    let past = market.mortgageRates.filter { $0.month < today }
    let coming = (0...months).map { month in
      let start = Double(month) / 12
      let before = curve.exponent(state, at: start)
      return model.rate { (curve.exponent(state, at: start + $0) - before) / $0 }
    }
    // The months between what was last published and today have the value of the former.
    let late = past.last.map { today.months(since: $0.month) - 1 } ?? 0
    let economy = CollateralEconomy(
      firstMonth: today.adding(months: 1),
      mortgageRates: MonthSeries(
        past.map(\.value) + Array(repeating: past.last?.value ?? 0, count: late) + coming,
        firstMonth: -(past.count + late)),
      housePrices: market.housePrices.compactMapValues { MonthSeries($0, today: today) },
      nationalHousePrices: MonthSeries(market.nationalHousePrices, today: today) ?? MonthSeries([1]),
      unemployment: MonthSeries(market.unemployment, today: today)
        ?? MonthSeries([CollateralMarket.usualUnemployment]))
    return (economies[column]?.applied(to: economy) ?? economy).beginning(firstMonth)
  }

  public func collateralMultipliers(column: Int) -> SpeedMultipliers {
    economies[column]?.multipliers ?? .none
  }
}

extension CollateralMarket {
  /// Where a market tells none, so that effects of unemployment with that reference are 1.
  static let usualUnemployment = 0.05
}

extension CollateralEconomy {
  /// The same with months counted from another.
  fileprivate func beginning(_ month: YearMonth) -> CollateralEconomy {
    let months = month.months(since: firstMonth)
    if months == 0 { return self }
    return CollateralEconomy(
      firstMonth: month, mortgageRates: mortgageRates.later(by: months),
      housePrices: housePrices.mapValues { $0.later(by: months) },
      nationalHousePrices: nationalHousePrices.later(by: months),
      unemployment: unemployment.later(by: months))
  }
}

extension MonthSeries {
  /// What was published, with month 0 today; `nil` where nothing was.
  fileprivate init?(_ published: [MonthlyValue], today: YearMonth) {
    guard let first = published.first else { return nil }
    self.init(published.map(\.value), firstMonth: first.month.months(since: today))
  }

  /// The same with month 0 so many months on.
  fileprivate func later(by months: Int) -> MonthSeries {
    let first = firstMonth - months
    return MonthSeries(Array(repeating: values[0], count: max(0, first)) + values, firstMonth: min(0, first))
  }
}
