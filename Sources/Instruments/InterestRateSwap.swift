public import DatesAndConventions

/// Two legs of coupons exchanged: fixed, floating or paying swap rates (CMS), of one currency or of two.
///
/// A position's quantity is the number of contracts, negative for the opposite side.
public struct InterestRateSwap: Sendable, Hashable {
  public let pay: CouponLeg
  public let receive: CouponLeg
  /// Which notionals change hands: each side receives its own back at the end, and pays it at the start.
  public let notionalExchange: NotionalExchange
  /// The leg whose notional is set anew at the start of each period to the other's at the exchange rate of that day, the
  /// difference being paid. Its `notional` is that of the period that runs, or of the first.
  public let notionalReset: Side?
  /// The currency, one of the legs', in which the contract's value is stated.
  public let valueCurrency: Currency

  /// Raw values are the names used in files.
  public enum Side: String, Sendable, Codable, CaseIterable, Hashable {
    case pay
    case receive
  }

  /// Raw values are the names used in files.
  public enum NotionalExchange: String, Sendable, Codable, CaseIterable, Hashable {
    case none
    /// At the end, and what is repaid before.
    case final
    /// At the start too.
    case both
  }

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    pay: CouponLeg, receive: CouponLeg, notionalExchange: NotionalExchange? = nil, notionalReset: Side? = nil,
    valueCurrency: Currency
  ) throws(TermsError) {
    let isCrossCurrency = pay.currency != receive.currency
    guard valueCurrency == pay.currency || valueCurrency == receive.currency else {
      throw TermsError(field: "currency", message: "\(valueCurrency) is neither leg's")
    }
    self.notionalExchange = notionalExchange ?? (isCrossCurrency ? .both : .none)
    if notionalReset != nil {
      guard isCrossCurrency, self.notionalExchange == .both else {
        throw TermsError(
          field: "notional_reset", message: "needs legs of two currencies and a notional_exchange of both")
      }
      guard pay.notionalSteps.isEmpty, receive.notionalSteps.isEmpty else {
        throw TermsError(field: "notional_schedule", message: "does not go with notional_reset")
      }
    }
    for leg in [pay, receive] {
      if case .floating(let rate) = leg.rate, rate.cap != nil || rate.floor != nil {
        throw TermsError(field: "cap", message: "legs of swaps have caps and floors on swap rates alone")
      }
    }
    let swapRates = [pay, receive].compactMap(\.rate.swapRate)
    guard swapRates.allSatisfy({ $0.gearing == 1 }) else {
      throw TermsError(field: "gearing", message: "legs of swaps pay swap rates without gearing")
    }
    if let first = swapRates.first, let last = swapRates.last {
      guard first.fixingDays == last.fixingDays, first.isInArrears == last.isInArrears else {
        throw TermsError(field: "fixing_days", message: "swap rates of both legs are fixed alike")
      }
      let differences = swapRates.filter { $0.shortYears != nil }
      guard differences.allSatisfy({ $0.correlation == differences[0].correlation }) else {
        throw TermsError(field: "correlation", message: "differences of both legs have one correlation")
      }
    }
    self.pay = pay
    self.receive = receive
    self.notionalReset = notionalReset
    self.valueCurrency = valueCurrency
  }

  public var maturity: CivilDate { max(pay.maturity, receive.maturity) }

  /// Whether one of the legs pays swap rates.
  public var paysSwapRate: Bool {
    [pay, receive].contains { leg in
      if case .swapRate = leg.rate { true } else { false }
    }
  }
}
