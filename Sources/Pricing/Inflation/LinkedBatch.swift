import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData

/// The indexed flows of a batch of linked bonds and, for each, what its quotes need.
struct LinkedBatch {
  let contracts: ContractBatch
  /// One for each position; the reason where it has no value.
  let indexed: [Result<IndexedFlows, CellGap>]

  init(_ positions: [PositionToPrice], in context: PricingContext) {
    var flows = CashFlowColumns()
    var bases: [QuoteBasis?] = []
    var indexed: [Result<IndexedFlows, CellGap>] = []
    let valuation = context.markets.valuationDate
    for position in positions {
      guard case .linkedBond(let bond) = position.instrument.terms else {
        preconditionFailure("only bonds linked to an index are priced here")
      }
      let schedule = FixedBondSchedule(bond.bond, after: valuation)
      var basis: QuoteBasis?
      do throws(MissingMarketData) {
        let found = try IndexedFlows(
          bond, schedule, bond.flows(schedule, after: valuation), markets: context.markets)
        if !found.flows.isEmpty {
          basis = try Self.basis(
            bond, schedule, settlement: position.instrument.terms.settlementDate(tradedOn: valuation),
            context.markets)
        }
        for flow in found.flows {
          flows.append(
            payDay: flow.payDay, exDay: flow.exDay, interest: flow.interest, principal: flow.principal,
            balance: flow.balance, currency: bond.bond.currency)
        }
        indexed.append(.success(found))
      } catch {
        indexed.append(.failure(CellGap(Reason(.missingData, error.name))))
      }
      flows.endContract()
      bases.append(basis)
    }
    self.indexed = indexed
    contracts = ContractBatch(flows: flows, bases: bases, valuationDate: valuation)
  }

  /// Three months' lag: quoted before indexation, so that cash is the quote times the index ratio of the settlement day. Eight
  /// months: quoted in cash, the yield by the assumption of gilts that prices rise by 3% a year after the last index published.
  private static func basis(
    _ bond: InflationLinkedBond, _ schedule: FixedBondSchedule, settlement: CivilDate,
    _ markets: any ScenarioMarketSource
  ) throws(MissingMarketData) -> QuoteBasis {
    func basis(_ accrued: Double, _ principal: Double, _ yield: YieldModel?) -> QuoteBasis {
      QuoteBasis(
        settlementDay: settlement.dayNumber, accrued: accrued, principal: principal,
        maturity: bond.bond.maturity, frequency: bond.bond.frequency, yield: yield)
    }
    guard let real = BondYield(schedule, settlement: settlement) else { return basis(0, 0, nil) }
    switch bond.indexation {
    case .threeMonths:
      let ratio = try IndexRatios(bond, references: [.day(settlement)], markets: markets).values[0]
      return basis(real.accrued, real.outstandingFace * ratio, .bond(real))
    case .eightMonths:
      let dates = schedule.periods.map(\.accrualEnd)
      let projected = try AssumedIndexation(bond, markets: markets)
      var ratios: [CivilDate: Double] = [:]
      for date in dates { ratios[date] = try projected.ratio(date) }
      let next = dates.first { $0 > settlement } ?? bond.bond.maturity
      let yield = BondYield(schedule.scaled { ratios[$0] ?? 1 }, settlement: settlement)
      return basis(
        real.accrued * (ratios[next] ?? 1), real.outstandingFace,
        yield.map { .assumedInflation($0, annual: AssumedIndexation.rate) })
    }
  }
}

/// Indexation as yields of gilts with eight months' lag assume it (Debt Management Office, "Formulae for Calculating Gilt Prices
/// from Yields", section three): published values, then 3% a year from the last of them.
struct AssumedIndexation {
  static let rate = 0.03

  private let bond: InflationLinkedBond
  private let markets: any ScenarioMarketSource
  private let base: Double
  private let last: (month: YearMonth, value: Double)

  init(_ bond: InflationLinkedBond, markets: any ScenarioMarketSource) throws(MissingMarketData) {
    self.bond = bond
    self.markets = markets
    base = try IndexRatios(bond, references: [], markets: markets).base
    // The newest month that is published is at most that of the valuation date and at least four months older.
    var month = YearMonth(markets.valuationDate)
    var table = try? markets.inflationTable(bond.index, [.month(month)])
    for _ in 0..<4 where table?.isKnown[0] != true {
      month = month.adding(months: -1)
      table = try? markets.inflationTable(bond.index, [.month(month)])
    }
    guard let table, table.isKnown[0] else {
      throw MissingMarketData("\(bond.index.rawValue) published for \(month)")
    }
    last = (month, table.values[0])
  }

  /// What a payment due on a day is multiplied by.
  func ratio(_ date: CivilDate) throws(MissingMarketData) -> Double {
    let month = YearMonth(date).adding(months: -bond.indexation.rawValue)
    guard month > last.month else {
      return try markets.inflationTable(bond.index, [.month(month)]).values[0] / base
    }
    return last.value / base * pow(1 + Self.rate, Double(month.months(since: last.month)) / 12)
  }
}
