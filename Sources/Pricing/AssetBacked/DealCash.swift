import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import StructuredDeals

/// A deal on the base market's forward rates.
struct DealCash {
  let package: DealPackage
  let markets: DealMarkets
  let run: DealRun

  var calendar: DealCalendar { markets.calendar }

  /// Throws the reason for which the deal cannot be run.
  init(_ package: DealPackage, in context: PricingContext) throws(CellGap) {
    self.package = package
    do throws(DealMarketError) {
      markets = try DealMarkets(DealMarketNeeds(package), in: context.markets)
    } catch {
      switch error {
      case .missing(let name): throw CellGap(Reason(.missingData, name))
      case .laterDeal(let asOf, let valuationDate):
        throw CellGap(
          Reason(
            .missingData,
            "deal \(package.dealID) as of \(valuationDate) or before; there is that of \(asOf)"))
      }
    }
    run = try Self.run(package, markets.terms())
  }

  /// The deal on a market's forward rates.
  func run(in state: CollateralState) throws(CellGap) -> DealRun {
    try Self.run(package, markets.terms(state))
  }

  private static func run(_ package: DealPackage, _ terms: DealMarketTerms) throws(CellGap) -> DealRun {
    do throws(DealRunError) {
      return try package.project(
        rates: terms.rates, models: terms.models, economy: terms.economy, multipliers: terms.multipliers)
    } catch {
      throw CellGap(Reason(.calculationFailed, "\(error)"))
    }
  }

  /// Bytes held, about.
  var bytes: Int { run.bytes + markets.bytes }

  /// Periods that something may be paid for to whoever holds the bonds on the valuation date.
  var openPeriods: Range<Int> { min(calendar.periodsOver, run.periods)..<run.periods }

  /// A bond of a run, or a class that stands for shares of bonds; `nil` for a name that the deal does not have.
  func flows(_ bond: String, of run: DealRun) -> BondFlows? {
    run.bond(bond) ?? package.deal.exchangeable.first { $0.name == bond }.map(run.flows(of:))
  }

  /// What a quantity of 1 is a part of: the original balance, or the notional of a bond without one. `nil` for a residual, and for a name
  /// that the deal does not have.
  func face(_ bond: String) -> Double? {
    guard let flows = flows(bond, of: run) else { return nil }
    let terms = package.deal.bonds.first { $0.name == bond }
    let balance = terms.map { $0.originalBalance ?? $0.balance } ?? flows.openingBalance.first ?? 0
    return [balance, flows.notional.first ?? 0].first { $0 > 0 }
  }

  /// Adds a bond's payments for an original face of 1, and gives what its quotes need; `nil` where nothing is left to pay. Throws where the
  /// deal has no such bond, or it has no face.
  func append(
    _ bond: String, settlement: CivilDate, to columns: inout CashFlowColumns
  ) throws(CellGap) -> QuoteBasis? {
    guard let flows = flows(bond, of: run) else {
      let names = (package.deal.bonds.map(\.name) + package.deal.exchangeable.map(\.name)).joined(
        separator: ", ")
      throw CellGap(Reason(.missingData, "bond \(bond) of deal \(package.dealID), which has \(names)"))
    }
    guard let face = face(bond) else {
      throw CellGap(Reason(.unsupported, "\(bond) of \(package.dealID) has no face to hold a part of"))
    }
    let first = columns.flowCount
    for period in openPeriods where flows.cash(period) != 0 {
      let month = calendar.lastMonth(of: period)
      columns.append(
        payDay: calendar.payDate(month).dayNumber, exDay: calendar.exDate(month).dayNumber,
        interest: (flows.interest[period] + flows.residual[period]) / face,
        principal: flows.principal[period] / face, balance: flows.balance[period] / face,
        currency: package.currency)
    }
    guard columns.flowCount > first else { return nil }
    let period =
      openPeriods.first { calendar.exDate(calendar.lastMonth(of: $0)) > settlement } ?? run.periods - 1
    let opening = flows.openingBalance[period]
    let quoted = opening > 0 ? opening : flows.notional[period]
    let end = calendar.exDate(calendar.lastMonth(of: period))
    let days = end.adding(months: -calendar.monthsPerPeriod).days360(to: settlement)
    let interest = flows.rate[period] * flows.notional[period] * Double(max(0, days)) / 360
    return QuoteBasis(
      principal: quoted / face, accrued: quoted > 0 ? 100 * interest / quoted : 0, settlement: settlement,
      columns,
      first..<columns.flowCount)
  }
}

extension DealRun {
  /// Bytes of its columns, about: a dozen numbers a bond and period, and as many for all else.
  fileprivate var bytes: Int { 12 * (bonds.count + 1) * periods * MemoryLayout<Double>.stride }
}
