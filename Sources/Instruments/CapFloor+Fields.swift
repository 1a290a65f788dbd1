import DatesAndConventions

extension CapFloor {
  init(_ kind: Kind, fields: some TermFields<InstrumentField>) throws(TermsError) {
    let rate = try Self.rate(fields)
    let id = try fields.required(.index, rate.index)
    let index = RateIndex.of(id)
    let payment = try fields.choice(.paymentConvention, BusinessDayConvention.self) ?? .modifiedFollowing
    try self.init(
      kind,
      leg: CouponLeg(
        currency: fields.required(.currency, fields.currency(.currency)),
        notional: fields.required(.notional, fields.number(.notional)), rate: rate,
        start: fields.required(.datedDate, fields.date(.datedDate)),
        maturity: fields.required(.maturity, fields.date(.maturity)),
        frequency: fields.frequency(.frequency) ?? CouponLeg.usualFrequency(id, others: .quarterly),
        dayCount: fields.choice(.dayCount, DayCount.self) ?? index.dayCount,
        calendar: fields.choice(.calendar, CalendarID.self) ?? index.calendar,
        accrualConvention: fields.choice(.accrualConvention, BusinessDayConvention.self) ?? payment,
        paymentConvention: payment, paymentLag: fields.integer(.paymentLag) ?? 0,
        firstCouponDate: fields.date(.firstCouponDate),
        penultimateCouponDate: fields.date(.penultimateCouponDate),
        endOfMonth: fields.flag(.endOfMonth) ?? true,
        notionalSteps: fields.payments(.notionalSchedule).map {
          NotionalStep(date: $0.date, factor: $0.amount / 100)
        }),
      strike: fields.required(.rate, fields.number(.rate)))
  }

  /// An index, or with a tenor the rate of its standard swap.
  private static func rate(_ fields: some TermFields<InstrumentField>) throws(TermsError) -> CouponLeg.Rate {
    guard let years = try fields.years(.swapTenor) else {
      try fields.refuse(
        [.fixingRate, .fixingInArrears, .shortTenor, .correlation], message: "goes with a swap_tenor")
      return .floating(try FloatingRate(fields: fields))
    }
    try fields.refuse(
      [.averaging, .lookbackDays, .lockoutDays, .observationShift],
      message: "does not go with a swap_tenor")
    return .swapRate(
      try SwapRateCoupon(
        index: fields.required(.index, fields.choice(.index, RateIndexID.self)), longYears: years,
        shortYears: fields.years(.shortTenor), fixing: fields.number(.fixingRate),
        fixingDays: fields.integer(.fixingDays), isInArrears: fields.flag(.fixingInArrears) ?? false,
        correlation: fields.number(.correlation)))
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.notional, leg.notional)
    writer.write(.datedDate, leg.start)
    writer.write(.maturity, leg.maturity)
    writer.write(.rate, strike)
    writer.write(.index, leg.rate.index?.rawValue)
    switch leg.rate {
    case .fixed, .fixedCompounded: break
    case .floating(let rate):
      writer.write(.fixingDays, rate.fixingDays)
      writer.write(.averaging, rate.averaging.rawValue)
      writer.write(.lookbackDays, rate.lookbackDays)
      writer.write(.lockoutDays, rate.lockoutDays)
      writer.write(.observationShift, rate.observationShift)
    case .swapRate(let rate):
      writer.write(.swapTenor, "\(rate.longYears)Y")
      writer.write(.shortTenor, rate.shortYears.map { "\($0)Y" })
      writer.write(.correlation, rate.correlation)
      writer.write(.fixingRate, rate.fixing)
      writer.write(.fixingDays, rate.fixingDays)
      writer.write(.fixingInArrears, rate.isInArrears)
    }
    leg.writeSchedule(to: &writer)
    writer.write(
      .notionalSchedule, leg.notionalSteps.map { PrincipalPayment(date: $0.date, amount: $0.factor * 100) })
  }

  /// The fields of such a contract, without those that every instrument may have.
  static let fields: [InstrumentField] = [
    .notional, .datedDate, .maturity, .rate, .index, .fixingDays, .averaging, .lookbackDays, .lockoutDays,
    .observationShift, .frequency, .dayCount, .calendar, .accrualConvention, .paymentConvention, .paymentLag,
    .firstCouponDate, .penultimateCouponDate, .endOfMonth, .notionalSchedule, .swapTenor, .shortTenor,
    .correlation, .fixingRate, .fixingInArrears,
  ]
}
