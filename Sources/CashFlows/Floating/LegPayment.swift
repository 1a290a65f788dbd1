public import DatesAndConventions
public import Instruments

/// One payment of a leg from its owner's side, before its amount is known.
public struct LegPayment: Sendable {
  public enum Amount: Sendable {
    /// The interest of a coupon.
    case coupon(LegCoupon)
    /// Notional, as a part of the leg's notional at its start; received is positive.
    case principal(Double)
  }

  public let payDate: CivilDate
  public let amount: Amount
  /// Notional outstanding after the payment, as a part of that at the start.
  public let balanceFactor: Double
  /// The first day of the period that the payment belongs to.
  public let periodStart: CivilDate
}

extension CouponLeg {
  /// The payments after `day` in order of their periods: coupons, and the notional that `exchange` says.
  ///
  /// - Parameter redemption: What the last notional is paid back at.
  public func payments(
    after day: CivilDate, exchange: InterestRateSwap.NotionalExchange, redemption: Double = 1
  )
    -> [LegPayment]
  {
    let schedule = LegSchedule(self, after: day)
    var payments: [LegPayment] = []
    payments.reserveCapacity(schedule.coupons.count + 4)
    if exchange == .both, schedule.start > day {
      payments.append(
        LegPayment(
          payDate: schedule.start, amount: .principal(-1), balanceFactor: 1, periodStart: schedule.start))
    }
    for (index, coupon) in schedule.coupons.enumerated() {
      let isLast = index == schedule.coupons.count - 1
      let next = isLast ? 0 : schedule.coupons[index + 1].notionalFactor
      if coupon.notionalFactor != 0 {
        payments.append(
          LegPayment(
            payDate: coupon.payDate, amount: .coupon(coupon),
            balanceFactor: exchange == .none ? coupon.notionalFactor : next, periodStart: coupon.start))
      }
      let repaid = (coupon.notionalFactor - next) * (isLast ? redemption : 1)
      if exchange != .none, repaid != 0, coupon.principalDate > day {
        payments.append(
          LegPayment(
            payDate: coupon.principalDate, amount: .principal(repaid), balanceFactor: next,
            periodStart: coupon.start))
      }
    }
    return payments
  }

  /// The payments of a leg whose notional is set anew each period: it is paid out at the start of each and comes back at its
  /// end.
  public func resettingPayments(after day: CivilDate) -> [LegPayment] {
    var payments: [LegPayment] = []
    for coupon in LegSchedule(self, after: day).coupons {
      func append(_ date: CivilDate, _ amount: LegPayment.Amount, balance: Double) {
        guard date > day else { return }
        payments.append(
          LegPayment(payDate: date, amount: amount, balanceFactor: balance, periodStart: coupon.start))
      }
      append(coupon.start, .principal(-1), balance: 1)
      append(coupon.payDate, .coupon(coupon), balance: 0)
      append(coupon.principalDate, .principal(1), balance: 0)
    }
    return payments
  }
}
