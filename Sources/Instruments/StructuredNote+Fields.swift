import DatesAndConventions

extension StructuredNote {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let currency = try fields.required(.currency, fields.currency(.currency))
    try self.init(
      currency: currency,
      datedDate: fields.required(.datedDate, fields.date(.datedDate)),
      maturity: fields.required(.maturity, fields.date(.maturity)),
      coupon: StructuredCoupon(fields: fields),
      frequency: fields.frequency(.frequency),
      dayCount: fields.choice(.dayCount, DayCount.self),
      calendar: fields.choice(.calendar, CalendarID.self),
      accrualConvention: fields.choice(.accrualConvention, BusinessDayConvention.self),
      paymentConvention: fields.choice(.paymentConvention, BusinessDayConvention.self) ?? .modifiedFollowing,
      paymentLag: fields.integer(.paymentLag) ?? 0,
      firstCouponDate: fields.date(.firstCouponDate),
      penultimateCouponDate: fields.date(.penultimateCouponDate),
      endOfMonth: fields.flag(.endOfMonth) ?? true,
      redemption: fields.number(.redemption) ?? 100,
      settlementDays: fields.integer(.settlementDays) ?? FloatingNote.usualSettlementDays(currency),
      fixedStart: FixedStart(fields: fields),
      calls: fields.payments(.callSchedule).map { ExercisePrice(date: $0.date, price: $0.amount) },
      noticeDays: fields.integer(.noticeDays) ?? 0)
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.datedDate, leg.start)
    writer.write(.maturity, leg.maturity)
    writer.write(.couponType, coupon.type.rawValue)
    coupon.write(to: &writer)
    writer.write(.frequency, leg.frequency.rawValue)
    writer.write(.dayCount, leg.dayCount.rawValue)
    writer.write(.calendar, leg.calendar.rawValue)
    writer.write(.accrualConvention, leg.accrualConvention.rawValue)
    writer.write(.paymentConvention, leg.paymentConvention.rawValue)
    writer.write(.paymentLag, leg.paymentLag)
    writer.write(.firstCouponDate, leg.firstCouponDate)
    writer.write(.penultimateCouponDate, leg.penultimateCouponDate)
    writer.write(.endOfMonth, leg.endOfMonth)
    writer.write(.redemption, redemption)
    writer.write(.settlementDays, settlementDays)
    writer.write(.coupon, leg.fixedStart?.rate)
    writer.write(.floatingFrom, leg.fixedStart?.floatingFrom)
    writer.write(.callSchedule, calls.map { PrincipalPayment(date: $0.date, amount: $0.price) })
    if !calls.isEmpty { writer.write(.noticeDays, noticeDays) }
  }
}

extension StructuredCoupon {
  fileprivate init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    switch try fields.required(.couponType, fields.choice(.couponType, StructuredCouponType.self)) {
    case .index:
      self = .index(
        try FloatingRate(
          index: fields.required(.index, fields.choice(.index, RateIndexID.self)),
          spread: fields.number(.margin) ?? 0, gearing: fields.number(.gearing) ?? 1,
          cap: fields.number(.cap), floor: fields.number(.floor), fixingDays: fields.integer(.fixingDays)))
    }
  }

  fileprivate func write(to writer: inout FieldWriter) {
    switch self {
    case .index(let rate):
      writer.write(.index, rate.index.rawValue)
      writer.write(.margin, rate.spread)
      writer.write(.gearing, rate.gearing)
      writer.write(.cap, rate.cap)
      writer.write(.floor, rate.floor)
      writer.write(.fixingDays, rate.fixingDays)
    }
  }
}
