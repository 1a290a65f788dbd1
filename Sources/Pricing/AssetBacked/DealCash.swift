import CashFlows
import Collateral
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import SecuritisationAnalytics
import StructuredDeals

/// A deal in every market: its loans projected and its waterfall run on each market's forward rates.
struct DealCash {
  let package: DealPackage
  /// On the base market.
  let base: DealRun
  /// Of the periods that pay after the valuation date to whoever holds the bonds then.
  let times: PoolTimes
  private let firstPeriod: Int
  /// By state and move; runs on the base market alone where no scenario moves the deal's cash.
  private var runs: [Run] = []
  private let stateOfColumn: [Int]

  private struct Run {
    let move: PoolSimulation.Move?
    let isUp: Bool
    let state: Int
    let run: DealRun
    let discounts: [Double]
  }

  /// Throws the reason for which the deal cannot be run.
  init(_ package: DealPackage, in context: PricingContext) throws(CellGap) {
    self.package = package
    let valuation = context.markets.valuationDate
    guard package.asOf <= valuation else {
      throw CellGap(
        Reason(
          .missingData,
          "deal \(package.dealID) as of \(valuation) or before; there is that of \(package.asOf)"))
    }
    let market = try DealMarket(package, context)
    base = try market.run(column: 0)
    let days = base.dates.map { (pay: $0.dayNumber, ex: $0.adding(days: -package.delayDays).dayNumber) }
    let first = days.firstIndex { $0.ex > valuation.dayNumber } ?? days.count
    firstPeriod = first
    times = PoolTimes(
      payDays: days[first...].map(\.pay), exDays: days[first...].map(\.ex), valuationDay: valuation.dayNumber)
    guard first < days.count, market.isMoved else {
      stateOfColumn = []
      return
    }
    var states = [0]
    var stateOfColumn = [0]
    for column in 1..<1 + context.markets.scenarioCount {
      let same = states.firstIndex { market.isSame($0, column) }
      stateOfColumn.append(same ?? states.count)
      if same == nil { states.append(column) }
    }
    self.stateOfColumn = stateOfColumn
    let request = context.request
    let parallel = request.scope(of: .dv01, .effectiveDuration, .effectiveConvexity)
    let keys = request.scope(of: .keyRateDV01, .keyRateDuration)
    let years = times.years
    var runs: [Run] = []
    func add(
      _ state: Int, _ move: PoolSimulation.Move?, isUp: Bool = true,
      _ shift: @escaping (Double) -> Double = { _ in 0 }
    ) throws(CellGap) {
      runs.append(
        Run(
          move: move, isUp: isUp, state: state, run: try market.run(column: states[state], shift: shift),
          discounts: years.map { market.discountFactor($0, column: states[state]) * exp(-shift($0) * $0) }))
    }
    for state in states.indices {
      func isWanted(_ scope: MeasureScope) -> Bool { scope == .everyScenario || scope == .base && state == 0 }
      let size = PoolSimulation.shift
      try add(state, nil)
      if isWanted(parallel) {
        try add(state, .parallel, isUp: true) { _ in size }
        try add(state, .parallel, isUp: false) { _ in -size }
      }
      if isWanted(keys) {
        for key in request.keyRateTenors.indices {
          try add(state, .key(key), isUp: true) { size * context.tents.weight(key, at: $0) }
          try add(state, .key(key), isUp: false) { -size * context.tents.weight(key, at: $0) }
        }
      }
    }
    self.runs = runs
  }

  /// Of a bond, or of a class that stands for shares of bonds.
  private func flows(_ bond: String, of run: DealRun) -> BondFlows? {
    run.bond(bond) ?? package.deal.exchangeable.first { $0.name == bond }.map(run.flows(of:))
  }

  /// What prices of a bond are quoted on, for a quantity of 1; `nil` for a name that the deal does not have.
  private func face(_ bond: String) -> Double? {
    guard let flows = flows(bond, of: base) else { return nil }
    let terms = package.deal.bonds.first { $0.name == bond }
    let face = terms.map { $0.originalBalance ?? $0.balance } ?? flows.openingBalance.first ?? 0
    return face > 0 ? face : flows.notional.first
  }

  /// Cash of a bond by market, for an original face of 1; `nil` where all markets give the same.
  func simulation(_ bond: String) -> PoolSimulation? {
    guard !runs.isEmpty, let face = face(bond), face > 0 else { return nil }
    var result = PoolSimulation(times, columns: stateOfColumn)
    for run in runs {
      guard let flows = flows(bond, of: run.run) else { continue }
      let means = times.years.indices.map { place in
        let period = firstPeriod + place
        return period < flows.principal.count ? flows.cash(period) / face * run.discounts[place] : 0
      }
      let cash = PoolSimulation.Cash(means: means, simulated: nil)
      switch run.move {
      case nil: result.add(cash)
      case let move? where run.isUp: result.add(up: cash, move, run.state)
      case let move?: result.add(down: cash, move, run.state)
      }
    }
    return result
  }

  /// Adds a bond's payments on the base market, and gives what its quotes need; `nil` where nothing is left to pay. Throws where the deal
  /// has no such bond, or it has no face.
  func append(
    _ bond: String, settlement: CivilDate, to columns: inout CashFlowColumns
  ) throws(CellGap) -> QuoteBasis? {
    guard let flows = flows(bond, of: base) else {
      let names = (package.deal.bonds.map(\.name) + package.deal.exchangeable.map(\.name)).joined(
        separator: ", ")
      throw CellGap(Reason(.missingData, "bond \(bond) of deal \(package.dealID), which has \(names)"))
    }
    guard let face = face(bond), face > 0 else {
      throw CellGap(Reason(.unsupported, "\(bond) of \(package.dealID) has no face to hold a part of"))
    }
    let first = columns.flowCount
    for (place, day) in times.payDays.enumerated() {
      let period = firstPeriod + place
      guard flows.cash(period) != 0 else { continue }
      columns.append(
        payDay: day, exDay: times.exDays[place],
        interest: (flows.interest[period] + flows.residual[period]) / face,
        principal: flows.principal[period] / face, balance: flows.balance[period] / face,
        currency: package.currency)
    }
    guard columns.flowCount > first else { return nil }
    let open = times.exDays.firstIndex { $0 > settlement.dayNumber } ?? times.exDays.count - 1
    let period = firstPeriod + open
    let opening = flows.openingBalance[period]
    let quoted = opening > 0 ? opening : flows.notional[period]
    let end = CivilDate(dayNumber: times.exDays[open])
    let days = end.adding(months: -package.deal.monthsPerPeriod).days360(to: settlement)
    let interest = flows.rate[period] * flows.notional[period] * Double(max(0, days)) / 360
    return QuoteBasis(
      principal: quoted / face, accrued: quoted > 0 ? 100 * interest / quoted : 0, settlement: settlement,
      columns,
      first..<columns.flowCount)
  }
}

/// What columns give a deal: discount factors, its series, its economy.
private struct DealMarket {
  let package: DealPackage
  private let context: PricingContext
  private let models: CollateralModels
  private let mortgageRate: MortgageRateModel?
  private let discounts: [GridCurve]
  private let indices: [RateIndexID: [GridCurve]]
  private let months: Int
  private let economies: [CollateralEconomy]

  init(_ package: DealPackage, _ context: PricingContext) throws(CellGap) {
    self.package = package
    self.context = context
    let markets = context.markets
    let lastMonth = package.collateral.values.joined().reduce(1) { max($0, $1.remainingTerm) } + 121
    months = lastMonth
    let late = Double(markets.valuationDate - package.asOf) / 365
    let monthly: [Double] = (0...552).map { Double($0) / 12 }
    let weekly: [Double] = (1...14).map { Double($0) * 7 / 365 }
    let years = Set(monthly + weekly + [late]).sorted()
    do throws(MissingMarketData) {
      let stride = markets.rowStride
      func curves(_ table: [Double]) -> [GridCurve] {
        (0...markets.scenarioCount).map { column in
          GridCurve(years: years, logarithms: years.indices.map { log(table[$0 * stride + column]) })
        }
      }
      discounts = curves(
        try markets.discountTable(currency: package.currency, spreadCurve: nil, years: years))
      var indices: [RateIndexID: [GridCurve]] = [:]
      for terms in package.series.values where indices[terms.index] == nil {
        indices[terms.index] = curves(try markets.indexTable(terms.index, years: years))
      }
      self.indices = indices
      guard package.usesModels else {
        (models, mortgageRate, economies) = (CollateralModels(), nil, [])
        return
      }
      let collateral = try markets.collateralMarket()
      models = CollateralModels(
        prepayment: collateral.prepaymentModels, defaults: collateral.defaultModels,
        severity: collateral.severityModels)
      mortgageRate = collateral.mortgageRateModel
      var economies: [CollateralEconomy] = []
      for column in 0...markets.scenarioCount {
        economies.append(
          try markets.collateralEconomy(
            package.currency, column: column, firstMonth: YearMonth(package.asOf).adding(months: 1),
            months: lastMonth))
      }
      self.economies = economies
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  /// Whether any scenario or move of rates may change the deal's cash.
  var isMoved: Bool {
    !package.series.isEmpty || package.usesModels
      || (0...context.markets.scenarioCount).contains {
        context.markets.collateralMultipliers(column: $0) != .none
      }
  }

  func isSame(_ one: Int, _ other: Int) -> Bool {
    discounts[one].logarithms == discounts[other].logarithms
      && indices.values.allSatisfy { $0[one].logarithms == $0[other].logarithms }
      && (economies.isEmpty || economies[one] == economies[other])
      && context.markets.collateralMultipliers(column: one)
        == context.markets.collateralMultipliers(column: other)
  }

  func discountFactor(_ years: Double, column: Int) -> Double { discounts[column].discountFactor(years) }

  /// - Parameter shift: by how much zero rates are moved at a time in years.
  func run(column: Int, shift: (Double) -> Double = { _ in 0 }) throws(CellGap) -> DealRun {
    var rates: [String: [Double]] = [:]
    for (name, terms) in package.series {
      guard let curves = indices[terms.index] else { continue }
      rates[name] = forwards(terms, curves[column], shift)
    }
    do throws(DealRunError) {
      return try package.project(
        rates: rates, models: models,
        economy: economies.isEmpty ? nil : moved(economies[column], shift, column),
        multipliers: context.markets.collateralMultipliers(column: column))
    } catch {
      throw CellGap(Reason(.calculationFailed, "\(error)"))
    }
  }

  private func years(_ day: CivilDate) -> Double { max(0, Double(day - context.markets.valuationDate) / 365) }

  /// Rates of a series at the beginning of each month from the cut-off; months that are over have the first to come.
  private func forwards(_ terms: DealSeries, _ curve: GridCurve, _ shift: (Double) -> Double) -> [Double] {
    let index = RateIndex.of(terms.index)
    let tenor = terms.tenor ?? Tenor(1, .months)
    return (0..<months).map { month in
      let start = max(package.asOf.adding(months: month), context.markets.valuationDate)
      let end = tenor.date(after: start)
      let (from, to) = (years(start), years(end))
      let growth =
        curve.discountFactor(from) / curve.discountFactor(to) * exp(shift(to) * to - shift(from) * from)
      return (growth - 1) / index.dayCount.yearFraction(from: start, to: end)
    }
  }

  /// Mortgage rates as they follow from moved zero rates.
  private func moved(
    _ economy: CollateralEconomy, _ shift: (Double) -> Double, _ column: Int
  ) -> CollateralEconomy {
    guard let mortgageRate,
      shift(1) != 0 || shift(10) != 0 || shift(30) != 0 || shift(0.25) != 0 || shift(5) != 0
    else { return economy }
    let rates = economy.mortgageRates
    let history = (rates.firstMonth..<0).map(rates.value)
    let coming = (0..<months).map { month in
      let start = years(package.asOf.adding(months: month))
      let move = mortgageRate.rate { term in
        (shift(start + term) * (start + term) - shift(start) * start) / term
      }
      return rates.value(month) + move - mortgageRate.intercept
    }
    return CollateralEconomy(
      firstMonth: economy.firstMonth,
      mortgageRates: MonthSeries(history + coming, firstMonth: -history.count),
      housePrices: economy.housePrices, nationalHousePrices: economy.nationalHousePrices,
      unemployment: economy.unemployment)
  }
}
