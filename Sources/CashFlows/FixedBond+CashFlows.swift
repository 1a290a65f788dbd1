import DatesAndConventions
import Instruments

extension FixedBond {
  /// `schedule` begins no later than `after`.
  func appendFlows(
    _ schedule: FixedBondSchedule, after: CivilDate, to columns: inout CashFlowColumns
  ) {
    var interim = schedule.interimPrincipal[...]
    for period in schedule.periods {
      while let payment = interim.first, payment.date < period.accrualEnd {
        interim.removeFirst()
        guard payment.payDate > after else { continue }
        columns.append(
          payDay: payment.payDate.dayNumber, exDay: payment.payDate.dayNumber, interest: 0,
          principal: payment.amount / 100, balance: payment.faceAfter / 100, currency: currency)
      }
      if period.payDate > after { append(period, to: &columns) }
    }
  }

  /// One flow for coupon and principal together; two where the coupon goes ex before the principal.
  private func append(_ period: FixedBondPeriod, to columns: inout CashFlowColumns) {
    let payDay = period.payDate.dayNumber
    let hasCoupon = period.coupon != 0
    let hasPrincipal = period.principal != 0
    if hasCoupon, hasPrincipal, period.exDate != period.payDate {
      columns.append(
        payDay: payDay, exDay: period.exDate.dayNumber, interest: period.coupon / 100, principal: 0,
        balance: (period.faceAfter + period.faceRepaid) / 100, currency: currency)
      columns.append(
        payDay: payDay, exDay: payDay, interest: 0, principal: period.principal / 100,
        balance: period.faceAfter / 100, currency: currency)
    } else if hasCoupon || hasPrincipal {
      columns.append(
        payDay: payDay, exDay: hasCoupon ? period.exDate.dayNumber : payDay, interest: period.coupon / 100,
        principal: period.principal / 100, balance: period.faceAfter / 100, currency: currency)
    }
  }
}
