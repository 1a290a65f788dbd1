import DatesAndConventions
import Instruments

extension CreditDefaultSwap {
  /// The premiums as they are due without a default; paid by who is protected.
  func appendFlows(after: CivilDate, to columns: inout CashFlowColumns) {
    for period in schedule(after: after).periods {
      let day = period.payDate.dayNumber
      columns.append(
        payDay: day, exDay: day, interest: 0 - protectedAmount * coupon * period.accrual, principal: 0,
        balance: 0, currency: currency)
    }
  }
}
