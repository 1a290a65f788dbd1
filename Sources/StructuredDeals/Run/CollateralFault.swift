import Collateral

/// Flows of collateral that cannot be.
struct CollateralFault: Error {
  /// From 1.
  let month: Int
  let message: String
}

extension CollateralFault {
  /// A month, from 0, whose interest is less than its servicing fee: there is no cash to take the rest of the fee from.
  static func feeAboveInterest(_ flows: CollateralFlows, month: Int) -> CollateralFault {
    let (interest, fee) = (flows.interest[month], flows.servicingFee[month])
    let deferred = flows.deferredInterest[month]
    let late = flows.delinquent30[month] + flows.delinquent60[month] + flows.delinquent90[month]
    let cause =
      if interest < 0 {
        "the loans' rates are below zero"
      } else if deferred > 0 {
        "interest of \(deferred) joins the balance instead of being paid"
      } else if late > 0 || flows.inDefault[month] > 0 {
        "loans that are late or in default pay less interest than their fee"
      } else {
        "the fee is above the loans' rates"
      }
    return CollateralFault(
      month: month + 1,
      message:
        "interest of \(interest) does not cover the servicing fee of \(fee), as \(cause); the fee is taken out of interest that is "
        + "paid: lower servicing_fee of the flows or servicing_fee_percent of the loans, or raise what loans pay "
        + "(payment_cap_percent, lifetime_floor_percent)")
  }
}
