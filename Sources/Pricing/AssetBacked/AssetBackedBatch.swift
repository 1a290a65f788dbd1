import CashFlows
import Collateral
import DatesAndConventions
import Instruments
import MarketData
import StructuredDeals

/// The flows of a batch of pools and tranches as the base market's forward rates give them, what their quotes need, and the cash of those
/// whose flows are not the same under all scenarios.
struct AssetBackedBatch {
  let contracts: ContractBatch
  /// By position: why it has no flows; `nil` where it has, or where nothing is left to pay.
  let gaps: [CellGap?]
  private let simulations: PoolSimulations
  /// By id; those that the context has.
  private let deals: [String: Result<DealCash, CellGap>]

  init(_ positions: [PositionToPrice], in context: PricingContext) {
    var flows = CashFlowColumns()
    var bases: [QuoteBasis?] = []
    var gaps: [CellGap?] = []
    var deals: [String: Result<DealCash, CellGap>] = [:]
    for position in positions {
      guard case .assetBacked(.dealTranche(let tranche)) = position.instrument.terms,
        deals[tranche.dealID] == nil, let package = context.deals[tranche.dealID]
      else { continue }
      deals[tranche.dealID] = Result { () throws(CellGap) in try DealCash(package, in: context) }
    }
    self.deals = deals
    for position in positions {
      guard case .assetBacked(let security) = position.instrument.terms else {
        preconditionFailure("only asset-backed securities are priced here")
      }
      do throws(CellGap) {
        bases.append(try Self.append(security, position.instrument.terms, deals, in: context, to: &flows))
        gaps.append(nil)
      } catch {
        bases.append(nil)
        gaps.append(error)
      }
      flows.endContract()
    }
    contracts = ContractBatch(flows: flows, bases: bases, valuationDate: context.markets.valuationDate)
    self.gaps = gaps
    var moving: Set<AgencyPool> = []
    for (index, position) in positions.enumerated() where bases[index] != nil {
      if let pool = position.instrument.terms.pool, context.movesCash(of: pool) { moving.insert(pool) }
    }
    simulations = PoolSimulations(moving, in: context)
  }

  /// `nil` for a position whose flows are the same under all scenarios. Throws the reason for which it has no value.
  func simulated(
    _ position: PositionToPrice, _ placement: ContractPlacement, in context: PricingContext
  ) throws(CellGap) -> SimulatedPoolValues? {
    if case .assetBacked(.dealTranche(let tranche)) = position.instrument.terms {
      guard let cash = try? deals[tranche.dealID]?.get(), let simulation = cash.simulation(tranche.bond)
      else {
        return nil
      }
      return try SimulatedPoolValues(position, simulation, placement, payment: nil, in: context)
    }
    guard let pool = position.instrument.terms.pool, context.movesCash(of: pool) else { return nil }
    return try SimulatedPoolValues(
      position, try simulations.simulation(pool), placement, payment: position.instrument.terms.poolPayment,
      in: context)
  }

  /// `nil` where nothing is left to pay. Throws the reason for which there are no flows, before it writes any.
  private static func append(
    _ security: AssetBackedSecurity, _ terms: Instrument, _ deals: [String: Result<DealCash, CellGap>],
    in context: PricingContext,
    to flows: inout CashFlowColumns
  ) throws(CellGap) -> QuoteBasis? {
    let valuation = context.markets.valuationDate
    let settlement = terms.settlementDate(tradedOn: valuation)
    switch security {
    case .agencyPool(let pool):
      return try append(pool, ownedFrom: valuation, settlement: settlement, in: context, to: &flows)
    case .toBeAnnounced(let trade):
      guard trade.settlementDate > valuation else { return nil }
      return try append(
        trade.pool, ownedFrom: trade.settlementDate, settlement: trade.settlementDate, payment: trade.payment,
        in: context, to: &flows)
    case .dealTranche(let tranche):
      guard let deal = deals[tranche.dealID] else {
        throw CellGap(Reason(.missingData, "deal \(tranche.dealID)"))
      }
      let cash = try deal.get()
      guard cash.package.currency == tranche.currency else {
        throw CellGap(
          Reason(
            .missingData, "deal \(tranche.dealID) in \(tranche.currency); it is in \(cash.package.currency)"))
      }
      return try cash.append(tranche.bond, settlement: settlement, to: &flows)
    }
  }

  /// - Parameter payment: for a face of 1 at settlement, where there is one.
  private static func append(
    _ pool: AgencyPool, ownedFrom day: CivilDate, settlement: CivilDate, payment: Double? = nil,
    in context: PricingContext,
    to flows: inout CashFlowColumns
  ) throws(CellGap) -> QuoteBasis? {
    guard pool.factor > 0, pool.exDate(accrued: pool.lastMonth) > day else { return nil }
    let month = YearMonth(settlement)
    guard pool.factorMonth <= month else {
      throw CellGap(
        Reason(.missingData, "factor of \(month); the instrument's is of \(pool.factorMonth)"))
    }
    let assumptions = try context.assumptions(pool)
    let projection: PoolProjection
    do throws(CollateralError) {
      projection = try PoolProjection(pool, assumptions)
    } catch {
      throw CellGap(Reason(.calculationFailed, error.description))
    }
    if let payment {
      flows.append(
        payDay: settlement.dayNumber, exDay: settlement.dayNumber, interest: 0, principal: -payment,
        balance: 0,
        currency: pool.currency)
    }
    let first = flows.flowCount
    projection.append(ownedFrom: day, to: &flows)
    guard flows.flowCount > first else { return nil }
    return QuoteBasis(
      principal: projection.balance(month), accrued: pool.accrued(at: settlement), settlement: settlement,
      flows,
      first..<flows.flowCount)
  }
}

extension QuoteBasis {
  /// Prices of a pool are per 100 of the balance of the settlement month; yields are bond-equivalent, by months of 30 days (Standard
  /// Formulas SF-48), and compared with rates at the average life.
  convenience init(
    principal: Double, accrued: Double, settlement: CivilDate, _ columns: CashFlowColumns, _ flows: Range<Int>
  ) {
    let day = settlement.dayNumber
    var bought = SteppedFlows(capacity: flows.count)
    var previous = settlement
    var repaid = 0.0
    var weighted = 0.0
    for flow in flows where columns.exDays[flow] > day && principal > 0 {
      let payDate = CivilDate(dayNumber: columns.payDays[flow])
      bought.append(
        amount: columns.total(flow) * 100 / principal, step: Double(previous.days360(to: payDate)) / 180)
      previous = payDate
      let amount = columns.principal[flow] + columns.prepayment[flow]
      repaid += amount
      weighted += amount * Double(payDate - settlement)
    }
    let life = repaid > 0 ? Int((weighted / repaid).rounded()) : 0
    self.init(
      settlementDay: day, accrued: accrued, principal: principal,
      maturity: settlement.adding(days: max(1, life)), frequency: .semiannual,
      yield: bought.isEmpty
        ? nil
        : .bondEquivalent(CompoundYield(flows: bought, periodsPerYear: 2, compoundingsPerYear: 2)))
  }
}

extension CivilDate {
  /// Days to a later day, each month counted as 30.
  func days360(to other: CivilDate) -> Int {
    let (from, to) = (yearMonthDay, other.yearMonthDay)
    return 360 * (to.year - from.year) + 30 * (to.month - from.month) + min(to.day, 30) - min(from.day, 30)
  }
}
