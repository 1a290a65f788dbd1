import CashFlows
import DatesAndConventions
import Glibc
import Instruments

/// The rate that a contract was made at, and the same contract at another rate: from the values of both follows the rate at which
/// the contract would be worth 0.
///
/// A value is linear in the rate r, or in (1 + r)^years where the rate is compounded until a single payment.
struct ContractRate {
  let other: Instrument
  private let rate: Double
  private let otherRate: Double
  /// `nil` where a value is linear in the rate.
  private let years: Double?

  /// `nil` for a contract without such a rate.
  ///
  /// - Parameter valuationDate: Payments until then are no longer part of the value.
  init?(_ terms: Instrument, valuationDate: CivilDate) {
    if let agreed = terms.exchangeRate {
      guard let other = try? terms.exchanging(at: 2 * agreed) else { return nil }
      self.other = other
      rate = agreed
      otherRate = 2 * agreed
      years = nil
      return
    }
    guard case .derivative(let derivative) = terms else { return nil }
    func moved(_ rate: Double) -> Double { rate < 0.4 ? rate + 0.01 : rate - 0.01 }
    var years: Double?
    do throws(TermsError) {
      switch derivative {
      case .swap(let swap):
        guard let side = swap.pricedSide else { return nil }
        rate = swap.leg(side).ownRate
        otherRate = moved(rate)
        let changed = try swap.changing(side, to: otherRate)
        other = .derivative(.swap(changed))
        if case .fixedCompounded = swap.leg(side).rate {
          // One coupon of (1 + rate)^years − 1.
          years =
            changed.payments(side, after: valuationDate).lazy.compactMap { payment in
              if case .coupon(let coupon) = payment.amount, case .fixed(let interest) = coupon.interest {
                return log1p(interest) / log1p(changed.leg(side).ownRate)
              }
              return nil
            }.first
        }
      case .forwardRate(let agreement):
        rate = agreement.rate
        otherRate = moved(rate)
        other = .derivative(
          .forwardRate(
            try ForwardRateAgreement(
              currency: agreement.currency, notional: agreement.notional, rate: otherRate,
              index: agreement.index, start: agreement.start)))
      case .creditDefaultSwap(let swap):
        rate = swap.coupon
        otherRate = moved(rate)
        other = .derivative(
          .creditDefaultSwap(
            try CreditDefaultSwap(
              currency: swap.currency, creditCurve: swap.creditCurve, protection: swap.protection,
              notional: swap.notional, coupon: otherRate, maturity: swap.maturity, datedDate: swap.datedDate,
              recovery: swap.recovery, indexFactor: swap.indexFactor)))
      case .inflationSwap(let swap):
        rate = swap.rate
        otherRate = moved(rate)
        other = .derivative(
          .inflationSwap(
            try InflationSwap(
              currency: swap.currency, index: swap.index, notional: swap.notional, rate: otherRate,
              start: swap.start, maturity: swap.maturity, kind: swap.kind, baseIndex: swap.baseIndex,
              calendar: swap.calendar)))
        years = swap.kind == .zeroCoupon ? Double(swap.years) : nil
      default: return nil
      }
    } catch {
      return nil
    }
    self.years = years
  }

  /// The rate at which the contract is worth 0; `nil` where its value does not depend on it.
  ///
  /// - Parameters:
  ///   - value: At its own rate.
  ///   - otherValue: Of `other`.
  func par(value: Double, otherValue: Double) -> Double? {
    guard value != otherValue else { return nil }
    let (own, moved) = (growth(rate), growth(otherRate))
    let par = own - value * (moved - own) / (otherValue - value)
    return years.map { pow(par, 1 / $0) - 1 } ?? par
  }

  private func growth(_ rate: Double) -> Double { years.map { pow(1 + rate, $0) } ?? rate }
}

extension Instrument {
  /// What a forward, a non-deliverable one or a swap's far exchange is made at: units of the currency that the (near) exchange sells for
  /// one of that which it buys; `nil` for other contracts.
  fileprivate var exchangeRate: Double? {
    switch self {
    case .fxForward(let forward): forward.rate
    case .derivative(.nonDeliverableForward(let forward)): forward.exchange.rate
    case .derivative(.fxSwap(let swap)): swap.far.buyAmount / swap.far.sellAmount
    case .derivative, .fixedBond, .linkedBond, .callableBond, .perpetualBond, .floatingNote,
      .perpetualFloater, .amortisingLoan, .variableLoan, .structuredNote, .assetBacked, .unsupported:
      nil
    }
  }

  /// The same contract at another such rate. Precondition: it has one.
  fileprivate func exchanging(at rate: Double) throws(TermsError) -> Instrument {
    switch self {
    case .fxForward(let forward): return .fxForward(try forward.exchanging(at: rate))
    case .derivative(.nonDeliverableForward(let forward)):
      return .derivative(
        .nonDeliverableForward(
          try NonDeliverableForward(
            exchange: forward.exchange.exchanging(at: rate), fixingDate: forward.fixingDate,
            fixingRate: forward.fixingRate)))
    case .derivative(.fxSwap(let swap)):
      let far = swap.far
      return .derivative(
        .fxSwap(
          try FXSwap(
            near: swap.near,
            far: FXForward(
              buyCurrency: far.buyCurrency, buyAmount: rate * far.sellAmount, sellCurrency: far.sellCurrency,
              sellAmount: far.sellAmount, settlementDate: far.settlementDate,
              valueCurrency: far.valueCurrency))))
    case .derivative, .fixedBond, .linkedBond, .callableBond, .perpetualBond, .floatingNote,
      .perpetualFloater, .amortisingLoan, .variableLoan, .structuredNote, .assetBacked, .unsupported:
      preconditionFailure("only exchanges have a rate of exchange")
    }
  }
}

extension FXForward {
  fileprivate var rate: Double { sellAmount / buyAmount }

  fileprivate func exchanging(at rate: Double) throws(TermsError) -> FXForward {
    try FXForward(
      buyCurrency: buyCurrency, buyAmount: buyAmount, sellCurrency: sellCurrency,
      sellAmount: rate * buyAmount,
      settlementDate: settlementDate, valueCurrency: valueCurrency)
  }
}

extension InterestRateSwap {
  func leg(_ side: Side) -> CouponLeg { side == .pay ? pay : receive }

  /// The side whose rate the market quotes: the fixed one; of two fixed legs the one received; of two floating legs the one with a
  /// spread, and that received where both or neither have one. A leg within cap and floor is not, as its value is not linear in its
  /// margin; `nil` where both are.
  fileprivate var pricedSide: Side? {
    if pay.isBounded || receive.isBounded {
      return pay.isBounded && receive.isBounded ? nil : pay.isBounded ? .receive : .pay
    }
    if pay.isFixed != receive.isFixed { return pay.isFixed ? .pay : .receive }
    if pay.isFixed { return .receive }
    return pay.ownRate != 0 && receive.ownRate == 0 ? .pay : .receive
  }

  fileprivate func changing(_ side: Side, to rate: Double) throws(TermsError) -> InterestRateSwap {
    try InterestRateSwap(
      pay: side == .pay ? pay.changing(to: rate) : pay,
      receive: side == .receive ? receive.changing(to: rate) : receive, notionalExchange: notionalExchange,
      notionalReset: notionalReset, valueCurrency: valueCurrency)
  }
}

extension CouponLeg {
  fileprivate var isFixed: Bool {
    switch rate {
    case .fixed, .fixedCompounded: true
    case .floating, .swapRate: false
    }
  }

  /// Whether its coupons lie within cap and floor.
  fileprivate var isBounded: Bool {
    guard case .swapRate(let coupon) = rate else { return false }
    return coupon.cap != nil || coupon.floor != nil
  }

  /// The fixed rate, or the spread over the index or swap rate.
  fileprivate var ownRate: Double {
    switch rate {
    case .fixed(let rate), .fixedCompounded(let rate): rate
    case .floating(let rate): rate.spread
    case .swapRate(let coupon): coupon.margin
    }
  }

  fileprivate func changing(to own: Double) throws(TermsError) -> CouponLeg {
    let changed: Rate
    switch rate {
    case .fixed: changed = .fixed(own)
    case .fixedCompounded: changed = .fixedCompounded(own)
    case .floating(let rate):
      changed = .floating(
        try FloatingRate(
          index: rate.index, spread: own, gearing: rate.gearing, cap: rate.cap, floor: rate.floor,
          fixingDays: rate.fixingDays, averaging: rate.averaging, lookbackDays: rate.lookbackDays,
          lockoutDays: rate.lockoutDays, observationShift: rate.observationShift))
    case .swapRate(let coupon):
      changed = .swapRate(
        try SwapRateCoupon(
          index: coupon.index, longYears: coupon.longYears, shortYears: coupon.shortYears,
          gearing: coupon.gearing, margin: own, cap: coupon.cap, floor: coupon.floor, fixing: coupon.fixing,
          fixingDays: coupon.fixingDays, isInArrears: coupon.isInArrears, correlation: coupon.correlation))
    }
    return try CouponLeg(
      currency: currency, notional: notional, rate: changed, start: start, maturity: maturity,
      frequency: frequency, dayCount: dayCount, calendar: calendar, accrualConvention: accrualConvention,
      paymentConvention: paymentConvention, paymentLag: paymentLag, firstCouponDate: firstCouponDate,
      penultimateCouponDate: penultimateCouponDate, endOfMonth: endOfMonth, notionalSteps: notionalSteps,
      fixedStart: fixedStart)
  }
}
