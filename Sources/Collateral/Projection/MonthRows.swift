/// Flows of a pool while its loans are added up: the amounts of a month stand together.
struct MonthRows {
  /// Of one month, all loans added up so far.
  struct Row {
    /// Balance, balance in default, interest, servicing fee.
    var balances = SIMD4<Double>.zero
    /// Scheduled principal, prepayment, penalty, defaults.
    var principal = SIMD4<Double>.zero
    /// Recovery, loss, deferred interest; the last is not used.
    var liquidation = SIMD4<Double>.zero
  }

  var rows: [Row]

  init(months: Int) { rows = [Row](repeating: Row(), count: months) }

  /// `late` has, of each month, performing loans that are 0, 30, 60 and 90 days late; empty where that is not known.
  func flows(openingBalance: Double, openingInDefault: Double, late: [SIMD4<Double>]) -> CollateralFlows {
    var flows = CollateralFlows(
      openingBalance: openingBalance, openingInDefault: openingInDefault, months: rows.count)
    for (month, row) in rows.enumerated() {
      flows.balance[month] = row.balances[0]
      flows.inDefault[month] = row.balances[1]
      flows.interest[month] = row.balances[2]
      flows.servicingFee[month] = row.balances[3]
      flows.scheduledPrincipal[month] = row.principal[0]
      flows.prepayment[month] = row.principal[1]
      flows.prepaymentPenalty[month] = row.principal[2]
      flows.defaults[month] = row.principal[3]
      flows.recovery[month] = row.liquidation[0]
      flows.loss[month] = row.liquidation[1]
      flows.deferredInterest[month] = row.liquidation[2]
    }
    for (month, balances) in late.enumerated() {
      flows.delinquent30[month] = balances[1]
      flows.delinquent60[month] = balances[2]
      flows.delinquent90[month] = balances[3]
    }
    return flows
  }
}
