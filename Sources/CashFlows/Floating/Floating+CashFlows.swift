public import DatesAndConventions
public import Instruments

extension CouponLeg {
  /// The days of payment, with amounts that the terms alone give: floating interest needs a market and is 0.
  func appendDatedFlows(
    _ payments: [LegPayment], sign: Double, to columns: inout CashFlowColumns
  ) {
    for payment in payments {
      var interest = 0.0
      var principal = 0.0
      switch payment.amount {
      case .coupon(let coupon):
        if case .fixed(let amount) = coupon.interest {
          interest = sign * notional * coupon.notionalFactor * amount
        }
      case .principal(let factor): principal = sign * notional * factor
      }
      columns.append(
        payDay: payment.payDate.dayNumber, exDay: payment.payDate.dayNumber, interest: interest,
        principal: principal, balance: notional * payment.balanceFactor, currency: currency)
    }
  }
}

extension FloatingNote {
  /// Coupons and repayments after `day`.
  public func payments(after day: CivilDate) -> [LegPayment] {
    leg.payments(after: day, exchange: .final, redemption: redemption / 100)
  }
}

extension InterestRateSwap {
  /// The payments of one side after `day`, from the side of whoever receives that leg.
  public func payments(_ side: Side, after day: CivilDate) -> [LegPayment] {
    let leg = side == .pay ? pay : receive
    return notionalReset == side
      ? leg.resettingPayments(after: day) : leg.payments(after: day, exchange: notionalExchange)
  }

  func appendDatedFlows(after day: CivilDate, to columns: inout CashFlowColumns) {
    pay.appendDatedFlows(payments(.pay, after: day), sign: -1, to: &columns)
    receive.appendDatedFlows(payments(.receive, after: day), sign: 1, to: &columns)
  }
}

extension CapFloor {
  /// The coupons after `day` on whose rates the periods' options are.
  public func payments(after day: CivilDate) -> [LegPayment] { leg.payments(after: day, exchange: .none) }

  func appendDatedFlows(after day: CivilDate, to columns: inout CashFlowColumns) {
    leg.appendDatedFlows(payments(after: day), sign: 1, to: &columns)
  }
}

extension ForwardRateAgreement {
  /// The rate of the deposit that the contract is about.
  public var reset: RateReset {
    let known = RateIndex.of(index)
    let end = known.depositEnd(start: start)
    let years = known.dayCount.yearFraction(from: start, to: end)
    return RateReset(
      fixingDate: known.fixingDate(start: start), start: start, end: end, depositYears: years, years: years)
  }

  func appendDatedFlows(after day: CivilDate, to columns: inout CashFlowColumns) {
    guard start > day else { return }
    columns.append(
      payDay: start.dayNumber, exDay: start.dayNumber, interest: 0, principal: 0, balance: 0,
      currency: currency)
  }
}
