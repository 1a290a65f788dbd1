public import DatesAndConventions
public import Instruments

/// One payment of an inflation-linked bond before indexation, per 1 of face.
public struct LinkedFlow: Sendable, Hashable {
  /// Due date, unadjusted: it is indexed for this day.
  public let date: CivilDate
  public let payDay: Int32
  /// First day on which a buyer no longer receives it.
  public let exDay: Int32
  public let interest: Double
  public let principal: Double
  /// Face outstanding after it.
  public let balance: Double
  /// Whether the principal is that of maturity.
  public let isFinal: Bool
}

extension InflationLinkedBond {
  /// The payments after `after`, in order; one for coupon and principal together, two where the coupon goes ex before the principal.
  ///
  /// - Parameter schedule: Of `bond`, beginning no later than `after`.
  public func flows(_ schedule: FixedBondSchedule, after: CivilDate) -> [LinkedFlow] {
    var flows: [LinkedFlow] = []
    func append(
      _ date: CivilDate, pay: CivilDate, ex: CivilDate, _ interest: Double, _ principal: Double,
      balance: Double
    ) {
      flows.append(
        LinkedFlow(
          date: date, payDay: pay.dayNumber, exDay: ex.dayNumber, interest: interest / 100,
          principal: principal / 100, balance: balance / 100, isFinal: date == bond.maturity))
    }
    var interim = schedule.interimPrincipal[...]
    for period in schedule.periods {
      while let payment = interim.first, payment.date < period.accrualEnd {
        interim.removeFirst()
        if payment.payDate > after {
          append(
            payment.date, pay: payment.payDate, ex: payment.payDate, 0, payment.amount,
            balance: payment.faceAfter)
        }
      }
      guard period.payDate > after, period.coupon != 0 || period.principal != 0 else { continue }
      let (date, pay, ex) = (period.accrualEnd, period.payDate, period.exDate)
      if period.coupon != 0, period.principal != 0, ex != pay {
        append(date, pay: pay, ex: ex, period.coupon, 0, balance: period.faceAfter + period.faceRepaid)
        append(date, pay: pay, ex: pay, 0, period.principal, balance: period.faceAfter)
      } else {
        append(
          date, pay: pay, ex: period.coupon != 0 ? ex : pay, period.coupon, period.principal,
          balance: period.faceAfter)
      }
    }
    return flows
  }
}

extension FixedBondSchedule {
  /// The schedule with every coupon and every repayment on a coupon date multiplied by a factor of its date; face stays as it is.
  public func scaled(_ factor: (CivilDate) -> Double) -> FixedBondSchedule {
    FixedBondSchedule(
      self,
      periods: periods.map { period in
        let scale = factor(period.accrualEnd)
        return FixedBondPeriod(
          accrualStart: period.accrualStart, accrualEnd: period.accrualEnd,
          referenceStart: period.referenceStart, referenceEnd: period.referenceEnd, payDate: period.payDate,
          exDate: period.exDate, isRegular: period.isRegular, rate: period.rate,
          coupon: period.coupon * scale,
          faceAtStart: period.faceAtStart, faceRepaid: period.faceRepaid,
          principal: period.principal * scale, faceAfter: period.faceAfter)
      })
  }
}
