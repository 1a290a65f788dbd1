import DatesAndConventions
import Instruments

extension PerpetualBond {
  /// Coupons of the sixty years after a day, and no principal.
  func appendListedCoupons(after: CivilDate, to columns: inout CashFlowColumns) {
    var listed = CashFlowColumns()
    let bond = listedBond(seenFrom: after)
    CashFlowGenerator.append(bond, FixedBondSchedule(bond, after: after), after: after, to: &listed)
    for flow in 0..<listed.flowCount where listed.interest[flow] != 0 {
      columns.append(
        payDay: listed.payDays[flow], exDay: listed.exDays[flow], interest: listed.interest[flow],
        principal: 0, balance: 1, currency: currency)
    }
  }
}
