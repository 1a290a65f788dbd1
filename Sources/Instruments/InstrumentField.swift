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
  case index, margin, gearing, cap, floor, fixingDays, averaging, lookbackDays, lockoutDays, observationShift
  case accrualConvention, paymentLag, settlementDays, floatingFrom
  case notionalExchange, notionalReset, notionalSchedule
  case payCurrency, payNotional, payRate, payIndex, paySpread, payFrequency, payDayCount, payCalendar
  case payPaymentLag, payCompounding
  case receiveCurrency, receiveNotional, receiveRate, receiveIndex, receiveSpread, receiveFrequency
  case receiveDayCount, receiveCalendar, receivePaymentLag, receiveCompounding
  case expiryDate, fixingDate, fixingRate
  case firstResetDate, resetMonths, rateRounding, roundingDirection, firstRateCap, periodicRateCap
  case paymentResetDate, paymentResetMonths, paymentCap, balanceLimit
  case commitment, isRevolving, drawdowns, commitmentFee, utilisationFee, utilisationThreshold
  case prepaymentPenalties
  case settlementMethod, exerciseDates
  case isPerpetual, valuedTo
  case couponType, longTenor, shortTenor, rangeLow, rangeHigh, observation
  case penultimatePaymentDate, periodDays, annuity, capitalisedUntil, firstRestDate, restMonths, restBalance
  case swapTenor, fixingInArrears
  case paySwapTenor, payCap, payFloor, payFixingRate
  case receiveSwapTenor, receiveCap, receiveFloor, receiveFixingRate
  case program, wac, wam, loanAge, score, loanToValue, loanSize, loanRegion, prepayment, factor, factorMonth
  case delayDays, agreedPrice, dealID, bond
  case payShortTenor, receiveShortTenor, correlation

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
    case .index: return "index"
    case .margin: return "margin"
    case .gearing: return "gearing"
    case .cap: return "cap"
    case .floor: return "floor"
    case .fixingDays: return "fixing_days"
    case .averaging: return "averaging"
    case .lookbackDays: return "lookback_days"
    case .lockoutDays: return "lockout_days"
    case .observationShift: return "observation_shift"
    case .accrualConvention: return "accrual_convention"
    case .paymentLag: return "payment_lag"
    case .settlementDays: return "settlement_days"
    case .floatingFrom: return "floating_from"
    case .notionalExchange: return "notional_exchange"
    case .notionalReset: return "notional_reset"
    case .notionalSchedule: return "notional_schedule"
    case .payCurrency: return "pay_currency"
    case .payNotional: return "pay_notional"
    case .payRate: return "pay_rate"
    case .payIndex: return "pay_index"
    case .paySpread: return "pay_spread"
    case .payFrequency: return "pay_frequency"
    case .payDayCount: return "pay_day_count"
    case .payCalendar: return "pay_calendar"
    case .payPaymentLag: return "pay_payment_lag"
    case .payCompounding: return "pay_compounding"
    case .receiveCurrency: return "receive_currency"
    case .receiveNotional: return "receive_notional"
    case .receiveRate: return "receive_rate"
    case .receiveIndex: return "receive_index"
    case .receiveSpread: return "receive_spread"
    case .receiveFrequency: return "receive_frequency"
    case .receiveDayCount: return "receive_day_count"
    case .receiveCalendar: return "receive_calendar"
    case .receivePaymentLag: return "receive_payment_lag"
    case .receiveCompounding: return "receive_compounding"
    case .expiryDate: return "expiry_date"
    case .fixingDate: return "fixing_date"
    case .fixingRate: return "fixing_rate"
    case .firstResetDate: return "first_reset_date"
    case .resetMonths: return "reset_months"
    case .rateRounding: return "rate_rounding"
    case .roundingDirection: return "rounding_direction"
    case .firstRateCap: return "first_rate_cap"
    case .periodicRateCap: return "periodic_rate_cap"
    case .paymentResetDate: return "payment_reset_date"
    case .paymentResetMonths: return "payment_reset_months"
    case .paymentCap: return "payment_cap"
    case .balanceLimit: return "balance_limit"
    case .commitment: return "commitment"
    case .isRevolving: return "revolving"
    case .drawdowns: return "drawdowns"
    case .commitmentFee: return "commitment_fee"
    case .utilisationFee: return "utilisation_fee"
    case .utilisationThreshold: return "utilisation_threshold"
    case .prepaymentPenalties: return "prepayment_penalties"
    case .settlementMethod: return "settlement_method"
    case .isPerpetual: return "perpetual"
    case .valuedTo: return "valued_to"
    case .couponType: return "coupon_type"
    case .exerciseDates: return "exercise_dates"
    case .longTenor: return "long_tenor"
    case .shortTenor: return "short_tenor"
    case .rangeLow: return "range_low"
    case .rangeHigh: return "range_high"
    case .observation: return "observation"
    case .penultimatePaymentDate: return "penultimate_payment_date"
    case .periodDays: return "period_days"
    case .annuity: return "annuity"
    case .capitalisedUntil: return "capitalised_until"
    case .firstRestDate: return "first_rest_date"
    case .restMonths: return "rest_months"
    case .restBalance: return "rest_balance"
    case .swapTenor: return "swap_tenor"
    case .fixingInArrears: return "fixing_in_arrears"
    case .paySwapTenor: return "pay_swap_tenor"
    case .payCap: return "pay_cap"
    case .payFloor: return "pay_floor"
    case .payFixingRate: return "pay_fixing_rate"
    case .receiveSwapTenor: return "receive_swap_tenor"
    case .receiveCap: return "receive_cap"
    case .receiveFloor: return "receive_floor"
    case .receiveFixingRate: return "receive_fixing_rate"
    case .program: return "program"
    case .wac: return "wac"
    case .wam: return "wam"
    case .loanAge: return "loan_age"
    case .score: return "score"
    case .loanToValue: return "ltv"
    case .loanSize: return "loan_size"
    case .loanRegion: return "region"
    case .prepayment: return "prepayment"
    case .factor: return "factor"
    case .factorMonth: return "factor_month"
    case .delayDays: return "delay_days"
    case .agreedPrice: return "agreed_price"
    case .dealID: return "deal_id"
    case .bond: return "bond"
    case .payShortTenor: return "pay_short_tenor"
    case .receiveShortTenor: return "receive_short_tenor"
    case .correlation: return "correlation"
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
  /// Those of a loan that one with a moving rate or balance does not have.
  static let onlyOfFixedLoan: [InstrumentField] = [
    .accrualConvention, .penultimatePaymentDate, .periodDays, .annuity, .capitalisedUntil, .firstRestDate,
    .restMonths, .restBalance,
  ]
  static let ofAmortisingLoan: [InstrumentField] =
    onlyOfFixedLoan + [
      .balance, .balanceDate, .firstPaymentDate, .endOfMonth, .maturity, .rate, .rateSchedule, .frequency,
      .dayCount, .amortisation, .payment, .amortisationPeriods, .interestOnlyPeriods, .principalPayments,
      .servicingFee, .prepaymentRate, .calendar, .paymentConvention,
    ]
  static let ofFXForward: [InstrumentField] = [
    .buyCurrency, .buyAmount, .sellCurrency, .sellAmount, .settlementDate,
  ]
  static let ofFloatingNote: [InstrumentField] = [
    .datedDate, .maturity, .index, .margin, .gearing, .cap, .floor, .fixingDays, .averaging, .lookbackDays,
    .lockoutDays, .observationShift, .frequency, .dayCount, .calendar, .accrualConvention, .paymentConvention,
    .paymentLag, .firstCouponDate, .penultimateCouponDate, .endOfMonth, .redemption, .principalPayments,
    .settlementDays, .coupon, .floatingFrom,
  ]
  static let ofStructuredNote: [InstrumentField] = [
    .datedDate, .maturity, .couponType, .longTenor, .shortTenor, .fixingRate, .rate, .rangeLow, .rangeHigh,
    .observation, .index, .margin, .gearing, .cap, .floor, .fixingDays, .frequency,
    .dayCount, .calendar, .accrualConvention, .paymentConvention, .paymentLag, .firstCouponDate,
    .penultimateCouponDate, .endOfMonth, .redemption, .settlementDays, .coupon, .floatingFrom, .callSchedule,
    .noticeDays,
  ]
  static let ofUnsupported: [InstrumentField] = [.description]
}
