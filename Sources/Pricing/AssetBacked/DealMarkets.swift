import Collateral
import DatesAndConventions
public import MarketData
import Models
import SecuritisationAnalytics
import StructuredDeals

/// What the markets of all columns give a deal: rates of its series, its economy, models by name.
///
/// Commands, services and runs ask here, so that the same deal in the same market has the same cash to the bit. Months are the deal's: they
/// end with the ex days of its payments.
public struct DealMarkets: Sendable {
  let calendar: DealCalendar
  /// The market's, and those that were given besides.
  let models: CollateralModels
  /// By column, base market first.
  let columns: [CollateralState]
  private let needs: DealMarketNeeds
  /// As far as rates are known: a long way after the last loan.
  private let times: MonthTimes
  /// Purchases may make a deal outlive its loans.
  private static let monthsAfterLoans = 121

  /// Throws what a market lacks, and where the deal is of a later day.
  public init(
    _ needs: DealMarketNeeds, in markets: any ScenarioMarketSource
  ) throws(DealMarketError) {
    guard needs.asOf <= markets.valuationDate else {
      throw .laterDeal(asOf: needs.asOf, valuationDate: markets.valuationDate)
    }
    self.needs = needs
    calendar = DealCalendar(
      firstPayment: needs.firstPayment, monthsPerPeriod: needs.monthsPerPeriod, delayDays: needs.delayDays,
      valuationDate: markets.valuationDate)
    let payments = calendar.times(months: needs.loanMonths + Self.monthsAfterLoans)
    times = payments.months
    do throws(MissingMarketData) {
      models = needs.usesModels ? try needs.models(of: markets.collateralMarket()) : CollateralModels()
      let mortgageRate =
        needs.prepaysByModel ? try markets.collateralMarket().neededMortgageRateModel() : nil
      let scenarios = try RateScenario.columns(
        needs.currency, payments, mortgageRate, series: needs.series, in: markets)
      var columns: [CollateralState] = []
      for (column, scenario) in scenarios.enumerated() {
        columns.append(
          CollateralState(
            scenario: scenario,
            economy: needs.usesModels
              ? try markets.collateralEconomy(
                needs.currency, column: column, firstMonth: YearMonth(needs.asOf).adding(months: 1), months: 0
              ).seen(
                from: YearMonth(markets.valuationDate).months(since: YearMonth(needs.asOf)),
                after: calendar.monthsOver, hasMortgageRates: needs.prepaysByModel) : nil,
            multipliers: markets.collateralMultipliers(column: column)))
      }
      self.columns = columns
    } catch {
      throw .missing(error.name)
    }
  }

  /// Bytes held, about: times and logarithms of each column's curves at ends, payments and terms of rates.
  var bytes: Int {
    columns.count * 8 * times.count * (1 + needs.series.count) * MemoryLayout<Double>.stride
  }

  /// Months until the deal's last loan is paid or liquidated.
  var loanMonths: Int { needs.loanMonths }

  /// Whether rates move the deal's cash.
  var followsRates: Bool { needs.followsRates }

  /// Whether any scenario or move of rates may change the deal's cash.
  var areMoved: Bool {
    followsRates
      || columns.contains { $0.economy != columns[0].economy || $0.multipliers != columns[0].multipliers }
  }

  /// What a column gives, the base market's where none is named, on its forward rates: the path that rates take without volatility.
  ///
  /// Precondition: the markets have the column.
  public func terms(column: Int = 0) -> DealMarketTerms { terms(columns[column]) }

  func terms(_ state: CollateralState) -> DealMarketTerms {
    var rates: [String: [Double]] = [:]
    var economy = state.economy
    if needs.followsRates {
      let still = StoredPaths(.hullWhite(HullWhite(meanReversion: 0, volatility: 0)), .certain, times)
      let forward = after(SimulatedRates(still, state.scenario), state)
      for name in needs.series.keys { rates[name] = forward.index(name, path: 0) }
      if needs.prepaysByModel {
        economy = economy?.followed(by: forward.mortgageRates(path: 0))
      }
    }
    return DealMarketTerms(rates: rates, models: models, economy: economy, multipliers: state.multipliers)
  }

  /// Rates from the cut-off on.
  func after(_ rates: SimulatedRates, _ state: CollateralState) -> SimulatedRates {
    rates.after(
      monthsOver: calendar.monthsOver,
      mortgageRates: needs.prepaysByModel
        ? (0..<calendar.monthsOver).map { state.economy?.mortgageRates.value($0) ?? 0 } : [])
  }
}

extension DealMarketNeeds {
  /// A market's models, and those given besides, which go before them. Throws the first that an assumption names and nobody has.
  fileprivate func models(of market: CollateralMarket) throws(MissingMarketData) -> CollateralModels {
    for assumed in assumptions {
      if case .model(let name) = assumed.prepayment, models.prepayment[name] == nil {
        _ = try market.prepaymentModel(name)
      }
      if case .model(let name) = assumed.defaults, models.defaults[name] == nil {
        _ = try market.defaultModel(name)
      }
      if case .model(let name) = assumed.severity, models.severity[name] == nil {
        _ = try market.severityModel(name)
      }
    }
    var all = CollateralModels(
      prepayment: market.prepaymentModels, defaults: market.defaultModels, severity: market.severityModels)
    all.prepayment.merge(models.prepayment) { $1 }
    all.defaults.merge(models.defaults) { $1 }
    all.severity.merge(models.severity) { $1 }
    return all
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
