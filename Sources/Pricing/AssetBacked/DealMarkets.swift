import Collateral
import DatesAndConventions
import Instruments
import MarketData
import Models
import SecuritisationAnalytics
import StructuredDeals

/// What the markets of all columns give a deal: curves and indices, its economy, models by name.
struct DealMarkets {
  let package: DealPackage
  let calendar: DealCalendar
  let models: CollateralModels
  /// By column, base market first.
  let columns: [CollateralState]
  /// As far as rates are known: a long way after the last loan.
  private let times: MonthTimes
  /// Purchases may make a deal outlive its loans.
  private static let monthsAfterLoans = 121

  /// Throws what the market lacks.
  init(_ package: DealPackage, in context: PricingContext) throws(CellGap) {
    let markets = context.markets
    self.package = package
    calendar = DealCalendar(package, valuationDate: markets.valuationDate)
    times = calendar.times(months: package.loanMonths + Self.monthsAfterLoans).months
    do throws(MissingMarketData) {
      models = package.usesModels ? try package.models(of: markets.collateralMarket()) : CollateralModels()
      let mortgageRate =
        package.prepaysByModel ? try markets.collateralMarket().neededMortgageRateModel() : nil
      let scenarios = try RateScenario.columns(
        package.currency, times, mortgageRate, series: package.series, in: markets)
      var columns: [CollateralState] = []
      for (column, scenario) in scenarios.enumerated() {
        columns.append(
          CollateralState(
            scenario: scenario,
            economy: package.usesModels
              ? try markets.collateralEconomy(
                package.currency, column: column, firstMonth: YearMonth(package.asOf).adding(months: 1),
                months: 0
              ).seen(
                from: YearMonth(markets.valuationDate).months(since: YearMonth(package.asOf)),
                after: calendar.monthsOver, hasMortgageRates: package.prepaysByModel) : nil,
            multipliers: markets.collateralMultipliers(column: column)))
      }
      self.columns = columns
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  /// Bytes held, about: times and logarithms of each column's curves at ends, payments and terms of rates.
  var bytes: Int {
    columns.count * 8 * times.count * (1 + package.series.count) * MemoryLayout<Double>.stride
  }

  /// Whether any scenario or move of rates may change the deal's cash.
  var areMoved: Bool {
    package.followsRates
      || columns.contains { $0.economy != columns[0].economy || $0.multipliers != columns[0].multipliers }
  }

  /// The deal on a market's forward rates: the path that rates take without volatility.
  func run(_ state: CollateralState) throws(CellGap) -> DealRun {
    var rates: [String: [Double]] = [:]
    var economy = state.economy
    if package.followsRates {
      let still = StoredPaths(.hullWhite(HullWhite(meanReversion: 0, volatility: 0)), .certain, times)
      let forward = after(SimulatedRates(still, state.scenario), state)
      for name in package.series.keys { rates[name] = forward.index(name, path: 0) }
      if package.prepaysByModel {
        economy = economy?.followed(by: forward.mortgageRates(path: 0))
      }
    }
    do throws(DealRunError) {
      return try package.project(
        rates: rates, models: models, economy: economy, multipliers: state.multipliers)
    } catch {
      throw CellGap(Reason(.calculationFailed, "\(error)"))
    }
  }

  /// Rates from the cut-off on.
  func after(_ rates: SimulatedRates, _ state: CollateralState) -> SimulatedRates {
    rates.after(
      monthsOver: calendar.monthsOver,
      mortgageRates: package.prepaysByModel
        ? (0..<calendar.monthsOver).map { state.economy?.mortgageRates.value($0) ?? 0 } : [])
  }
}

extension DealPackage {
  /// Months until the last loan is paid or liquidated.
  var loanMonths: Int {
    collateral.reduce(1) { months, group in
      let lag = assumptions(of: group.key).liquidationLag
      return group.value.reduce(months) { max($0, $1.remainingTerm + lag) }
    }
  }

  /// Those that its assumptions name. Throws the first that the market lacks.
  fileprivate func models(of market: CollateralMarket) throws(MissingMarketData) -> CollateralModels {
    for group in collateral.keys.sorted() {
      let assumed = assumptions(of: group)
      if case .model(let name) = assumed.prepayment { _ = try market.prepaymentModel(name) }
      if case .model(let name) = assumed.defaults { _ = try market.defaultModel(name) }
      if case .model(let name) = assumed.severity { _ = try market.severityModel(name) }
    }
    return CollateralModels(
      prepayment: market.prepaymentModels, defaults: market.defaultModels, severity: market.severityModels)
  }
}

extension CollateralEconomy {
  /// With mortgage rates in months of the deal: that of the valuation's month belongs to the first month that is not over, whether or not
  /// as many calendar months have gone by since the cut-off.
  fileprivate func seen(
    from calendarMonths: Int, after monthsOver: Int, hasMortgageRates: Bool
  ) -> CollateralEconomy {
    let late = calendarMonths - monthsOver
    let first = min(0, mortgageRates.firstMonth - late)
    return with(
      hasMortgageRates
        ? MonthSeries((first...monthsOver).map { mortgageRates.value($0 + late) }, firstMonth: first)
        // Nobody looks at them.
        : MonthSeries([0]))
  }

  /// History before the cut-off, then these rates from the month after it on.
  fileprivate func followed(by rates: [Double]) -> CollateralEconomy {
    let first = min(0, mortgageRates.firstMonth)
    return with(MonthSeries((first..<0).map(mortgageRates.value) + rates, firstMonth: first))
  }

  private func with(_ mortgageRates: MonthSeries) -> CollateralEconomy {
    CollateralEconomy(
      firstMonth: firstMonth, mortgageRates: mortgageRates, housePrices: housePrices,
      nationalHousePrices: nationalHousePrices, unemployment: unemployment)
  }
}
