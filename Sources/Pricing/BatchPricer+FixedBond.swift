import CashFlows
import DatesAndConventions
import Instruments

extension BatchPricer {
  /// Values a bond at the valuation date and quotes it for its market's settlement date.
  func priceBond(
    _ position: PositionToPrice, bond: FixedBond, flows: CashFlowColumns, range: Range<Int>,
    settlement: Int32,
    tables: [DiscountKey: TableResult], into results: inout ResultBlock
  ) {
    guard !range.isEmpty else {
      appendMatured(position, lastDay: bond.maturity, into: &results)
      return
    }
    let yield = BondYield(bond, settlement: CivilDate(dayNumber: settlement))
    let basis = QuoteBasis(
      settlementDay: settlement, accrued: yield?.accrued ?? 0, principal: yield?.outstandingFace ?? 0,
      maturity: bond.maturity, frequency: bond.frequency, yield: yield.map(YieldModel.bond))
    priceContract(position, basis: basis, flows: flows, range: range, tables: tables, into: &results)
  }
}
