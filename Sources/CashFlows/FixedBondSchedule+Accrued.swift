public import DatesAndConventions

extension FixedBondSchedule {
  /// Whether a buyer who settles on `settlement` receives the coupon of `period`.
  ///
  /// A coupon due on the settlement date belongs to the seller.
  public static func isReceived(_ period: FixedBondPeriod, settlement: CivilDate) -> Bool {
    period.accrualEnd > settlement && period.exDate > settlement
  }

  /// Face outstanding at settlement per 100 of original face: what is due after that day.
  public func outstandingFace(at settlement: CivilDate) -> Double {
    var face = 0.0
    for payment in interimPrincipal where payment.date > settlement { face += payment.amount }
    for period in periods where period.accrualEnd > settlement { face += period.faceRepaid }
    return face
  }

  /// Interest accrued at settlement per 100 of original face.
  ///
  /// Zero before the dated date and on a coupon date. From the ex-coupon date on it is what remains to accrue in the
  /// period, negative: the seller keeps the coupon and owes the buyer the days to come.
  public func accruedInterest(at settlement: CivilDate) -> Double {
    guard
      let period = periods.first(where: { $0.accrualStart < settlement && settlement < $0.accrualEnd }),
      period.rate != 0
    else { return 0 }
    let reference = couponPeriod(period)
    if Self.isReceived(period, settlement: settlement) {
      return accrued(in: period, reference: reference, from: period.accrualStart, to: settlement)
    }
    return -accrued(in: period, reference: reference, from: settlement, to: period.accrualEnd)
  }

  /// Interest on the face outstanding from day to day.
  private func accrued(
    in period: FixedBondPeriod, reference: CouponPeriod, from start: CivilDate, to end: CivilDate
  ) -> Double {
    var face = period.faceAtStart
    var years = 0.0
    for payment in interimPrincipal where payment.date > period.accrualStart {
      guard payment.date < end else { break }
      if payment.date > start {
        years += payment.amount * dayCount.yearFraction(from: start, to: payment.date, period: reference)
      }
      face -= payment.amount
    }
    return period.rate * (years + face * dayCount.yearFraction(from: start, to: end, period: reference))
  }
}
