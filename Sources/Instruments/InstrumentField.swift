/// The fields of an instrument, the same in CSV columns, JSON members and the terms that the database keeps.
public enum InstrumentField: Int, FieldName {
  case instrumentID, productType, name, currency, issuer, country, sector, rating, vintage, tags
  case spreadCurve, description
  case datedDate, maturity, coupon, frequency, convention, dayCount, firstCouponDate, penultimateCouponDate
  case endOfMonth, redemption, principalPayments
  case balance, balanceDate, firstPaymentDate, rate, amortisation, payment, amortisationPeriods
  case interestOnlyPeriods, servicingFee, prepaymentRate, calendar, paymentConvention
  case buyCurrency, buyAmount, sellCurrency, sellAmount, settlementDate
  case callSchedule, putSchedule, exerciseStyle, noticeDays
  case couponSchedule, rateSchedule
  case contract, farDate, farBuyAmount, farSellAmount
  case creditCurve, protection, notional, recovery, indexFactor
  case inflationIndex, baseIndex, baseDate, indexLag, deflationFloor
  case haircut, collateralID, deliverables, futuresPrice

  public var name: String {
    switch self {
    case .instrumentID: return "instrument_id"
    case .productType: return "product_type"
    case .name: return "name"
    case .currency: return "currency"
    case .issuer: return "issuer"
    case .country: return "country"
    case .sector: return "sector"
    case .rating: return "rating"
    case .vintage: return "vintage"
    case .tags: return "tags"
    case .spreadCurve: return "spread_curve"
    case .description: return "description"
    case .datedDate: return "dated_date"
    case .maturity: return "maturity"
    case .coupon: return "coupon"
    case .frequency: return "frequency"
    case .convention: return "convention"
    case .dayCount: return "day_count"
    case .firstCouponDate: return "first_coupon_date"
    case .penultimateCouponDate: return "penultimate_coupon_date"
    case .endOfMonth: return "end_of_month"
    case .redemption: return "redemption"
    case .principalPayments: return "principal_payments"
    case .balance: return "balance"
    case .balanceDate: return "balance_date"
    case .firstPaymentDate: return "first_payment_date"
    case .rate: return "rate"
    case .amortisation: return "amortisation"
    case .payment: return "payment"
    case .amortisationPeriods: return "amortisation_periods"
    case .interestOnlyPeriods: return "interest_only_periods"
    case .servicingFee: return "servicing_fee"
    case .prepaymentRate: return "prepayment_rate"
    case .calendar: return "calendar"
    case .paymentConvention: return "payment_convention"
    case .buyCurrency: return "buy_currency"
    case .buyAmount: return "buy_amount"
    case .sellCurrency: return "sell_currency"
    case .sellAmount: return "sell_amount"
    case .settlementDate: return "settlement_date"
    case .callSchedule: return "call_schedule"
    case .putSchedule: return "put_schedule"
    case .exerciseStyle: return "exercise_style"
    case .noticeDays: return "notice_days"
    case .couponSchedule: return "coupon_schedule"
    case .rateSchedule: return "rate_schedule"
    case .contract: return "contract"
    case .farDate: return "far_date"
    case .farBuyAmount: return "far_buy_amount"
    case .farSellAmount: return "far_sell_amount"
    case .creditCurve: return "credit_curve"
    case .protection: return "protection"
    case .notional: return "notional"
    case .recovery: return "recovery"
    case .indexFactor: return "index_factor"
    case .inflationIndex: return "inflation_index"
    case .baseIndex: return "base_index"
    case .baseDate: return "base_date"
    case .indexLag: return "index_lag"
    case .deflationFloor: return "deflation_floor"
    case .haircut: return "haircut"
    case .collateralID: return "collateral_id"
    case .deliverables: return "deliverables"
    case .futuresPrice: return "futures_price"
    }
  }
}

extension InstrumentField {
  /// The fields that every instrument may have.
  static let common: [InstrumentField] = [
    .instrumentID, .productType, .name, .currency, .issuer, .country, .sector, .rating, .vintage, .tags,
    .spreadCurve,
  ]
  static let ofFixedBond: [InstrumentField] = [
    .datedDate, .maturity, .coupon, .frequency, .convention, .dayCount, .firstCouponDate,
    .penultimateCouponDate, .endOfMonth, .redemption, .principalPayments, .couponSchedule,
  ]
  static let ofInflationLinkedBond: [InstrumentField] =
    ofFixedBond + [.inflationIndex, .baseIndex, .baseDate, .indexLag, .deflationFloor]
  static let ofCallableBond: [InstrumentField] =
    ofFixedBond + [.callSchedule, .putSchedule, .exerciseStyle, .noticeDays]
  static let ofAmortisingLoan: [InstrumentField] = [
    .balance, .balanceDate, .firstPaymentDate, .endOfMonth, .maturity, .rate, .rateSchedule, .frequency,
    .dayCount, .amortisation, .payment, .amortisationPeriods, .interestOnlyPeriods, .principalPayments,
    .servicingFee, .prepaymentRate, .calendar, .paymentConvention,
  ]
  static let ofFXForward: [InstrumentField] = [
    .buyCurrency, .buyAmount, .sellCurrency, .sellAmount, .settlementDate,
  ]
  static let ofUnsupported: [InstrumentField] = [.description]
}
