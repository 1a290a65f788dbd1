import DatesAndConventions

extension InterestRateSwap {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let value = try fields.required(.currency, fields.currency(.currency))
    let pay = try SwapLegFields.pay.index(fields)
    let receive = try SwapLegFields.receive.index(fields)
    if try fields.years(.paySwapTenor) == nil, try fields.years(.receiveSwapTenor) == nil {
      try fields.refuse([.fixingDays, .fixingInArrears], message: "is for legs with a swap tenor")
    }
    if try fields.years(.payShortTenor) == nil, try fields.years(.receiveShortTenor) == nil {
      try fields.refuse([.correlation], message: "is for legs with a short tenor")
    }
    try self.init(
      pay: SwapLegFields.pay.leg(fields, index: pay, other: receive, valueCurrency: value),
      receive: SwapLegFields.receive.leg(fields, index: receive, other: pay, valueCurrency: value),
      notionalExchange: fields.choice(.notionalExchange, NotionalExchange.self),
      notionalReset: fields.choice(.notionalReset, Side.self), valueCurrency: value)
  }

  func write(to writer: inout FieldWriter) {
    writeWithoutExchange(to: &writer)
    let swapRates = [pay, receive].compactMap(\.rate.swapRate)
    if let coupon = swapRates.first {
      writer.write(.fixingDays, coupon.fixingDays)
      writer.write(.fixingInArrears, coupon.isInArrears)
      writer.write(.correlation, swapRates.lazy.compactMap(\.correlation).first)
    }
    writer.write(.notionalExchange, notionalExchange.rawValue)
    writer.write(.notionalReset, notionalReset?.rawValue)
  }

  /// What a swap that may be entered has as well.
  func writeWithoutExchange(to writer: inout FieldWriter) {
    writer.write(.datedDate, pay.start)
    writer.write(.maturity, pay.maturity)
    writer.write(.accrualConvention, pay.accrualConvention.rawValue)
    writer.write(.paymentConvention, pay.paymentConvention.rawValue)
    writer.write(.firstCouponDate, pay.firstCouponDate)
    writer.write(.endOfMonth, pay.endOfMonth)
    writer.write(
      .notionalSchedule, pay.notionalSteps.map { PrincipalPayment(date: $0.date, amount: $0.factor * 100) })
    SwapLegFields.pay.write(pay, to: &writer)
    SwapLegFields.receive.write(receive, to: &writer)
  }

  /// The fields of a swap, without those that every instrument may have.
  static let fields: [InstrumentField] =
    [
      .datedDate, .maturity, .accrualConvention, .paymentConvention, .firstCouponDate, .endOfMonth,
      .notionalExchange, .notionalReset, .notionalSchedule, .fixingDays, .fixingInArrears, .correlation,
    ] + SwapLegFields.pay.all + SwapLegFields.receive.all
}

/// How the rates of a leg add up. Raw values are the names used in files.
enum LegCompounding: String, CaseIterable {
  /// Of a fixed leg: interest is rate times years.
  case simple
  /// Of a fixed leg with one payment: (1 + rate)^years − 1.
  case annual
  /// Of a floating leg: several rates of a period compound.
  case compounded
  /// Of a floating leg: several rates of a period are averaged.
  case averaged
}

/// The fields of one side of a swap.
private struct SwapLegFields {
  let currency, notional, rate, index, spread, frequency, dayCount, calendar, paymentLag,
    compounding, swapTenor, shortTenor, cap, floor, fixingRate: InstrumentField

  static let pay = SwapLegFields(
    currency: .payCurrency, notional: .payNotional, rate: .payRate, index: .payIndex, spread: .paySpread,
    frequency: .payFrequency, dayCount: .payDayCount, calendar: .payCalendar, paymentLag: .payPaymentLag,
    compounding: .payCompounding, swapTenor: .paySwapTenor, shortTenor: .payShortTenor,
    cap: .payCap, floor: .payFloor,
    fixingRate: .payFixingRate)
  static let receive = SwapLegFields(
    currency: .receiveCurrency, notional: .receiveNotional, rate: .receiveRate, index: .receiveIndex,
    spread: .receiveSpread, frequency: .receiveFrequency, dayCount: .receiveDayCount,
    calendar: .receiveCalendar, paymentLag: .receivePaymentLag, compounding: .receiveCompounding,
    swapTenor: .receiveSwapTenor,
    shortTenor: .receiveShortTenor, cap: .receiveCap, floor: .receiveFloor, fixingRate: .receiveFixingRate)

  var all: [InstrumentField] {
    [
      currency, notional, rate, index, spread, frequency, dayCount, calendar, paymentLag, compounding,
      swapTenor, shortTenor, cap, floor, fixingRate,
    ]
  }

  func index(_ fields: some TermFields<InstrumentField>) throws(TermsError) -> RateIndexID? {
    try fields.choice(index, RateIndexID.self)
  }

  /// Reads the leg; its errors name the fields of this side.
  func leg(
    _ fields: some TermFields<InstrumentField>, index: RateIndexID?, other: RateIndexID?,
    valueCurrency: Currency
  ) throws(TermsError) -> CouponLeg {
    do throws(TermsError) {
      return try read(fields, index: index, other: other, valueCurrency: valueCurrency)
    } catch {
      let own: [String: InstrumentField] = [
        "notional": notional, "rate": rate, "index": self.index, "margin": spread, "payment_lag": paymentLag,
        "compounding": compounding, "long_tenor": swapTenor, "short_tenor": shortTenor, "cap": cap,
        "floor": floor, "fixing_rate": fixingRate,
      ]
      throw TermsError(field: own[error.field]?.name ?? error.field, message: error.message)
    }
  }

  private func read(
    _ fields: some TermFields<InstrumentField>, index: RateIndexID?, other: RateIndexID?,
    valueCurrency: Currency
  ) throws(TermsError) -> CouponLeg {
    let compounding = try fields.choice(self.compounding, LegCompounding.self)
    let rate = try rate(fields, index: index, compounding)
    let notional = try fields.required(self.notional, fields.number(self.notional))
    guard notional > 0 else {
      throw TermsError(field: self.notional.name, message: "\(notional) is not an amount above 0")
    }
    let percents = try fields.payments(.notionalSchedule)
    let payment =
      try fields.choice(.paymentConvention, BusinessDayConvention.self) ?? .modifiedFollowing
    let indexDayCount = index.map { RateIndex.of($0).dayCount }
    let dayCount: DayCount
    if let given = try fields.choice(self.dayCount, DayCount.self) ?? indexDayCount {
      dayCount = given
    } else {
      throw TermsError(
        field: self.dayCount.name, message: "is missing; a fixed leg needs one, such as 30/360")
    }
    return try CouponLeg(
      currency: fields.currency(currency) ?? index.map { RateIndex.of($0).currency } ?? valueCurrency,
      notional: notional, rate: rate,
      start: fields.required(.datedDate, fields.date(.datedDate)),
      maturity: fields.required(.maturity, fields.date(.maturity)),
      frequency: fields.frequency(frequency) ?? CouponLeg.usualFrequency(index, others: .annual),
      dayCount: dayCount,
      calendar: fields.choice(calendar, CalendarID.self)
        ?? (index ?? other).map { RateIndex.of($0).calendar } ?? .weekendsOnly,
      accrualConvention: fields.choice(.accrualConvention, BusinessDayConvention.self) ?? payment,
      paymentConvention: payment, paymentLag: fields.integer(paymentLag) ?? 0,
      firstCouponDate: fields.date(.firstCouponDate), endOfMonth: fields.flag(.endOfMonth) ?? true,
      notionalSteps: percents.map { NotionalStep(date: $0.date, factor: $0.amount / 100) })
  }

  private func rate(
    _ fields: some TermFields<InstrumentField>, index: RateIndexID?, _ compounding: LegCompounding?
  ) throws(TermsError) -> CouponLeg.Rate {
    let fixed = try fields.number(rate)
    func refused(_ compounding: LegCompounding, _ leg: String) -> TermsError {
      TermsError(field: self.compounding.name, message: "\(compounding.rawValue) is not for a \(leg) leg")
    }
    if let years = try fields.years(swapTenor) {
      if fixed != nil {
        throw TermsError(field: rate.name, message: "goes with no \(swapTenor.name); leave one empty")
      }
      if let compounding { throw refused(compounding, "swap-rate") }
      guard let index else {
        throw TermsError(field: self.index.name, message: "is missing; write that of the swaps")
      }
      let short = try fields.years(shortTenor)
      return .swapRate(
        try SwapRateCoupon(
          index: index, longYears: years, shortYears: short, margin: fields.number(spread) ?? 0,
          cap: fields.number(cap), floor: fields.number(floor), fixing: fields.number(fixingRate),
          fixingDays: fields.integer(.fixingDays), isInArrears: fields.flag(.fixingInArrears) ?? false,
          correlation: short == nil ? nil : fields.number(.correlation)))
    }
    try fields.refuse([shortTenor, cap, floor, fixingRate], message: "goes with a \(swapTenor.name)")
    switch (fixed, index) {
    case (nil, nil):
      throw TermsError(
        field: rate.name, message: "is missing; write a rate, or an index in \(self.index.name)")
    case (.some, .some):
      throw TermsError(field: rate.name, message: "goes with no index; empty it, or \(self.index.name)")
    case (let fixed?, nil):
      if try fields.number(spread) != nil {
        throw TermsError(field: spread.name, message: "is for a floating leg; leave it empty")
      }
      switch compounding {
      case nil, .simple: return .fixed(fixed)
      case .annual: return .fixedCompounded(fixed)
      case .compounded, .averaged: throw refused(compounding!, "fixed")
      }
    case (nil, let index?):
      let averaging: RateAveraging
      switch compounding {
      case nil, .compounded: averaging = .compounded
      case .averaged: averaging = .averaged
      case .simple, .annual: throw refused(compounding!, "floating")
      }
      return .floating(
        try FloatingRate(index: index, spread: fields.number(spread) ?? 0, averaging: averaging))
    }
  }

  func write(_ leg: CouponLeg, to writer: inout FieldWriter) {
    writer.write(currency, leg.currency.code)
    writer.write(notional, leg.notional)
    let compounding: LegCompounding?
    switch leg.rate {
    case .fixed(let fixed):
      writer.write(rate, fixed)
      compounding = .simple
    case .fixedCompounded(let fixed):
      writer.write(rate, fixed)
      compounding = .annual
    case .floating(let floating):
      writer.write(index, floating.index.rawValue)
      writer.write(spread, floating.spread)
      compounding = floating.averaging == .compounded ? .compounded : .averaged
    case .swapRate(let coupon):
      writer.write(index, coupon.index.rawValue)
      writer.write(swapTenor, "\(coupon.longYears)Y")
      writer.write(shortTenor, coupon.shortYears.map { "\($0)Y" })
      writer.write(spread, coupon.margin)
      writer.write(cap, coupon.cap)
      writer.write(floor, coupon.floor)
      writer.write(fixingRate, coupon.fixing)
      compounding = nil
    }
    writer.write(frequency, leg.frequency.rawValue)
    writer.write(dayCount, leg.dayCount.rawValue)
    writer.write(calendar, leg.calendar.rawValue)
    writer.write(paymentLag, leg.paymentLag)
    writer.write(self.compounding, compounding?.rawValue)
  }
}
