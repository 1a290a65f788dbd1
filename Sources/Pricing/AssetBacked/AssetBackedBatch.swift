import CashFlows
import Collateral
import DatesAndConventions
import Instruments
import MarketData
import StructuredDeals

/// The flows of a batch of pools and tranches as the base market's forward rates give them, and what their quotes need.
struct AssetBackedBatch {
  let contracts: ContractBatch
  /// By position: why it has no flows; `nil` where it has, or where nothing is left to pay.
  let gaps: [CellGap?]

  init(_ positions: [PositionToPrice], in context: PricingContext) {
    var flows = CashFlowColumns()
    var bases: [QuoteBasis?] = []
    var gaps: [CellGap?] = []
    for position in positions {
      guard case .assetBacked(let security) = position.instrument.terms else {
        preconditionFailure("only asset-backed securities are priced here")
      }
      do throws(CellGap) {
        bases.append(try Self.append(security, position.instrument.terms, in: context, to: &flows))
        gaps.append(nil)
      } catch {
        bases.append(nil)
        gaps.append(error)
      }
      flows.endContract()
    }
    contracts = ContractBatch(flows: flows, bases: bases, valuationDate: context.markets.valuationDate)
    self.gaps = gaps
  }

  /// `nil` where nothing is left to pay. Throws the reason for which there are no flows, before it writes any.
  private static func append(
    _ security: AssetBackedSecurity, _ terms: Instrument, in context: PricingContext,
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
      guard let deal = context.keptDeals[tranche.dealID] else {
        throw CellGap(Reason(.missingData, "deal \(tranche.dealID)"))
      }
      let cash = try deal.cash(in: context)
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
