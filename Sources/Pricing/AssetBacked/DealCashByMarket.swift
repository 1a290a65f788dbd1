import Collateral
import MarketData
import Models
import SecuritisationAnalytics
import StructuredDeals

/// The cash of all bonds of a deal in every market, for an original face of 1: where rates move it by one simulation of the whole deal a
/// market, else by one run for each economy.
struct DealCashByMarket {
  private var bonds: [String: CashByMarket] = [:]

  /// `nil` where all markets give the same. Throws the reason for which there are no values.
  init?(_ deal: DealCash, in context: PricingContext) throws(CellGap) {
    let (package, calendar) = (deal.package, deal.calendar)
    guard deal.markets.areMoved, !deal.openPeriods.isEmpty else { return nil }
    let times = calendar.times(
      months: max(deal.markets.loanMonths, calendar.lastMonth(of: deal.run.periods - 1) + 1))
    let markets = SimulatedMarkets(
      deal.markets.columns, deal.markets.followsRates ? try Self.dynamics(package, context) : nil,
      times.months,
      in: context)
    let bonds = package.deal.bonds.map(\.name) + package.deal.exchangeable.map(\.name)
    let faces = bonds.map(deal.face)
    var byMarket = bonds.map { _ in CashByMarket(times, columns: markets.stateOfColumn) }
    /// Of the state that is looked at, for deals that no rate moves.
    var run = deal.run
    try markets.eachMarket { market throws(CellGap) in
      if let rates = market.rates {
        let simulation = try Self.simulation(package, deal.markets.models, market.collateral)
        let rates = deal.markets.after(rates, market.collateral)
        do throws(DealSimulationError) {
          for (bond, cash) in try simulation.cash(on: rates).enumerated() {
            guard let face = faces[bond] else { continue }
            byMarket[bond].add(
              CashByMarket.Cash(SimulatedCash.sum([(cash, 1 / face)]), monthsOver: calendar.monthsOver),
              of: market)
          }
        } catch {
          throw CellGap(Reason(.calculationFailed, "\(error)"))
        }
      } else {
        if market.move == nil { run = try deal.run(in: market.collateral) }
        for (bond, name) in bonds.enumerated() {
          guard let face = faces[bond], let flows = deal.flows(name, of: run) else { continue }
          var means = [Double](repeating: 0, count: times.years.count)
          for period in calendar.periodsOver..<max(calendar.periodsOver, run.periods) {
            let month = min(calendar.lastMonth(of: period) - calendar.monthsOver, means.count - 1)
            means[month] += flows.cash(period) / face * market.scenario.discountFactor(times.years[month])
          }
          byMarket[bond].add(CashByMarket.Cash(means: means), of: market)
        }
      }
    }
    for (bond, name) in bonds.enumerated() where faces[bond] != nil { self.bonds[name] = byMarket[bond] }
  }

  /// `nil` for bonds without a face, and names that the deal does not have.
  func cash(_ bond: String) -> CashByMarket? { bonds[bond] }

  /// Bytes held, about.
  var bytes: Int { bonds.values.reduce(0) { $0 + $1.bytes } }

  private static func dynamics(
    _ package: DealPackage, _ context: PricingContext
  ) throws(CellGap) -> HullWhite {
    do throws(MissingMarketData) {
      return try context.markets.rateDynamics(package.currency)
    } catch {
      throw CellGap(Reason(.missingData, error.name))
    }
  }

  private static func simulation(
    _ package: DealPackage, _ models: CollateralModels, _ state: CollateralState
  ) throws(CellGap) -> DealSimulation {
    var groups: [String: DealSimulation.Group] = [:]
    do throws(CollateralError) {
      for (name, loans) in package.collateral {
        groups[name] = DealSimulation.Group(
          loans,
          try CollateralSimulation(
            package.collateralAssumptions(
              of: name, models: models, economy: state.economy, multipliers: state.multipliers)))
      }
    } catch {
      throw CellGap(Reason(.calculationFailed, error.description))
    }
    return DealSimulation(package.waterfall, groups: groups)
  }
}
