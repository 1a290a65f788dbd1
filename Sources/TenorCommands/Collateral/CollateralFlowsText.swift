import Collateral
import JSONDocuments

/// Flows of a pool as deals read them.
enum CollateralFlowsText {
  /// A row a month, the first with the opening balances alone.
  static func csv(_ flows: CollateralFlows) -> [String] {
    let header =
      "month,balance,in_default,interest,servicing_fee,scheduled_principal,prepayment,prepayment_penalty,defaults,"
      + "recovery,loss,deferred_interest"
    let opening = [flows.openingBalance, flows.openingInDefault].map { JSONNumber.text($0) }
    let first = "0,\(opening[0]),\(opening[1])" + String(repeating: ",", count: 9)
    let columns = [
      flows.balance, flows.inDefault, flows.interest, flows.servicingFee, flows.scheduledPrincipal,
      flows.prepayment,
      flows.prepaymentPenalty, flows.defaults, flows.recovery, flows.loss, flows.deferredInterest,
    ]
    return [header, first]
      + (0..<flows.months).map { month in
        (["\(month + 1)"] + columns.map { JSONNumber.text($0[month]) }).joined(separator: ",")
      }
  }
}
