public import DatesAndConventions

/// What models of prepayment, default and loss look at, month by month.
public struct CollateralEconomy: Hashable, Sendable {
  /// Calendar month of the first payments projected.
  public let firstMonth: YearMonth
  /// Rate at which new loans are made, decimals a year. History gives lags and past incentives their values.
  public let mortgageRates: MonthSeries
  /// Index of house prices by region, in any unit. History goes back to when loans were made; before its beginning prices stand still.
  public let housePrices: [String: MonthSeries]
  /// Index of house prices for regions that have none of their own.
  public let nationalHousePrices: MonthSeries
  /// Part of the labour force without work, decimals.
  public let unemployment: MonthSeries

  public init(
    firstMonth: YearMonth, mortgageRates: MonthSeries, housePrices: [String: MonthSeries] = [:],
    nationalHousePrices: MonthSeries = MonthSeries([1]), unemployment: MonthSeries = MonthSeries([0.05])
  ) {
    self.firstMonth = firstMonth
    self.mortgageRates = mortgageRates
    self.housePrices = housePrices
    self.nationalHousePrices = nationalHousePrices
    self.unemployment = unemployment
  }

  /// What is out of its range; `nil` when nothing is.
  var problem: String? {
    if !mortgageRates.values.allSatisfy({ (-0.1...1).contains($0) }) {
      return "mortgage rates are not all between -10% and 100%"
    }
    let prices = [nationalHousePrices] + housePrices.values
    if !prices.allSatisfy({ $0.values.allSatisfy { $0 > 0 && $0.isFinite } }) {
      return "prices of houses are not all above 0"
    }
    return unemployment.values.allSatisfy { (0...1).contains($0) }
      ? nil : "unemployment is not all between 0 and 1"
  }

  /// House prices where a loan's property is.
  func housePrices(of loan: PoolLoan) -> MonthSeries {
    loan.region.flatMap { housePrices[$0] } ?? nationalHousePrices
  }

  /// 1 to 12, of a month projected, counted from 0; history lies below 0.
  func calendarMonth(_ month: Int) -> Int { firstMonth.adding(months: month).month }
}
