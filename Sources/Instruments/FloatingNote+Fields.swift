import DatesAndConventions

extension FloatingNote {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let currency = try fields.required(.currency, fields.currency(.currency))
    try self.init(
      currency: currency,
      datedDate: fields.required(.datedDate, fields.date(.datedDate)),
      maturity: fields.required(.maturity, fields.date(.maturity)),
      coupon: FloatingRate(fields: fields),
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
      principalPayments: fields.payments(.principalPayments),
      settlementDays: fields.integer(.settlementDays) ?? Self.usualSettlementDays(currency),
      fixedStart: FixedStart(fields: fields))
  }

  /// One day where bonds settle the day after the trade, two elsewhere.
  static func usualSettlementDays(_ currency: Currency) -> Int {
    [.usd, .gbp, .jpy, .cad].contains(currency) ? 1 : 2
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.datedDate, leg.start)
    writer.write(.maturity, leg.maturity)
    coupon.write(to: &writer)
    leg.writeSchedule(to: &writer)
    writer.write(.redemption, redemption)
    writer.write(.principalPayments, principalPayments)
    writer.write(.settlementDays, settlementDays)
    writer.write(.coupon, leg.fixedStart?.rate)
    writer.write(.floatingFrom, leg.fixedStart?.floatingFrom)
  }
}

extension CouponLeg {
  /// Writes how its coupons follow each other and when they are paid, by the fields that notes, caps and floors have in common.
  func writeSchedule(to writer: inout FieldWriter) {
    writer.write(.frequency, frequency.rawValue)
    writer.write(.dayCount, dayCount.rawValue)
    writer.write(.calendar, calendar.rawValue)
    writer.write(.accrualConvention, accrualConvention.rawValue)
    writer.write(.paymentConvention, paymentConvention.rawValue)
    writer.write(.paymentLag, paymentLag)
    writer.write(.firstCouponDate, firstCouponDate)
    writer.write(.penultimateCouponDate, penultimateCouponDate)
    writer.write(.endOfMonth, endOfMonth)
  }
}

extension FixedStart {
  /// `nil` where neither of its fields is there.
  init?(fields: some TermFields<InstrumentField>) throws(TermsError) {
    switch (try fields.number(.coupon), try fields.date(.floatingFrom)) {
    case (nil, nil): return nil
    case (let rate?, let day?): self.init(rate: rate, floatingFrom: day)
    case (nil, .some):
      throw TermsError(field: "coupon", message: "is missing; write what is paid before floating_from")
    case (.some, nil):
      throw TermsError(
        field: "floating_from", message: "is missing; write the first day that floats, or no coupon")
    }
  }
}

extension FloatingRate {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      index: fields.required(.index, fields.choice(.index, RateIndexID.self)),
      spread: fields.number(.margin) ?? 0,
      gearing: fields.number(.gearing) ?? 1,
      cap: fields.number(.cap),
      floor: fields.number(.floor),
      fixingDays: fields.integer(.fixingDays),
      averaging: fields.choice(.averaging, RateAveraging.self) ?? .compounded,
      lookbackDays: fields.integer(.lookbackDays) ?? 0,
      lockoutDays: fields.integer(.lockoutDays) ?? 0,
      observationShift: fields.flag(.observationShift) ?? false)
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.index, index.rawValue)
    writer.write(.margin, spread)
    writer.write(.gearing, gearing)
    writer.write(.cap, cap)
    writer.write(.floor, floor)
    writer.write(.fixingDays, fixingDays)
    writer.write(.averaging, averaging.rawValue)
    writer.write(.lookbackDays, lookbackDays)
    writer.write(.lockoutDays, lockoutDays)
    writer.write(.observationShift, observationShift)
  }
}
