import CashFlows
import DatesAndConventions
import Instruments

extension BatchPricer {
  /// Values a loan at the valuation date, and quotes it per 100 of the balance outstanding that day.
  func priceLoan(
    _ position: PositionToPrice, loan: AmortisingLoan, flows: CashFlowColumns, range: Range<Int>,
    settlement: Int32,
    tables: [DiscountKey: TableResult], into results: inout ResultBlock
  ) {
    guard !range.isEmpty else {
      appendMatured(position, lastDay: loan.maturity, into: &results)
      return
    }
    let yield = LoanYield(loan, settlement: CivilDate(dayNumber: settlement))
    let basis = QuoteBasis(
      settlementDay: settlement, accrued: yield?.accrued ?? 0, principal: yield?.balance ?? 0,
      maturity: loan.maturity, frequency: loan.frequency, yield: yield.map(YieldModel.loan))
    priceContract(position, basis: basis, flows: flows, range: range, tables: tables, into: &results)
  }
}
