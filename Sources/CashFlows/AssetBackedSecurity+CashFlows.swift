import DatesAndConventions
import Instruments

extension AssetBackedSecurity {
  /// Days without amounts: how much is prepaid hangs on models and rates.
  func appendDatedFlows(after: CivilDate, to columns: inout CashFlowColumns) {
    switch self {
    case .agencyPool(let pool): pool.appendDatedFlows(after: after, ownedFrom: after, to: &columns)
    case .toBeAnnounced(let trade):
      guard trade.settlementDate > after else { return }
      if trade.payment != nil {
        let day = trade.settlementDate.dayNumber
        columns.append(
          payDay: day, exDay: day, interest: 0, principal: 0, balance: 0, currency: trade.pool.currency)
      }
      trade.pool.appendDatedFlows(after: after, ownedFrom: trade.settlementDate, to: &columns)
    case .dealTranche: return
    }
  }
}

extension AgencyPool {
  fileprivate func appendDatedFlows(
    after: CivilDate, ownedFrom: CivilDate, to columns: inout CashFlowColumns
  ) {
    guard factor > 0 else { return }
    for number in 0..<loans.remainingTerm {
      let month = factorMonth.adding(months: number)
      let (payDate, exDate) = (payDate(accrued: month), exDate(accrued: month))
      guard payDate > after, exDate > ownedFrom else { continue }
      columns.append(
        payDay: payDate.dayNumber, exDay: exDate.dayNumber, interest: 0, principal: 0, balance: 0,
        currency: currency)
    }
  }
}
