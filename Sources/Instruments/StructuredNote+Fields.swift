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
    leg.writeSchedule(to: &writer)
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
    case .rangeAccrual:
      try fields.refuse(
        [.fixingDays, .longTenor, .shortTenor, .fixingRate, .gearing, .margin, .cap, .floor],
        of: .rangeAccrual)
      self = .rangeAccrual(
        try RangeAccrual(
          index: fields.required(.index, fields.choice(.index, RateIndexID.self)),
          rate: fields.required(.rate, fields.number(.rate)), low: fields.number(.rangeLow),
          high: fields.number(.rangeHigh),
          observation: fields.choice(.observation, RangeAccrual.Observation.self) ?? .daily))
    case .swapRate:
      try fields.refuse([.fixingDays, .rate, .rangeLow, .rangeHigh, .observation], of: .swapRate)
      self = .swapRate(
        try SwapRateCoupon(
          index: fields.required(.index, fields.choice(.index, RateIndexID.self)),
          longYears: fields.required(.longTenor, fields.years(.longTenor)),
          shortYears: fields.years(.shortTenor), gearing: fields.number(.gearing) ?? 1,
          margin: fields.number(.margin) ?? 0, cap: fields.number(.cap), floor: fields.number(.floor),
          fixing: fields.number(.fixingRate)))
    case .index:
      try fields.refuse(
        [.longTenor, .shortTenor, .fixingRate, .rate, .rangeLow, .rangeHigh, .observation], of: .index)
      self = .index(
        try FloatingRate(
          index: fields.required(.index, fields.choice(.index, RateIndexID.self)),
          spread: fields.number(.margin) ?? 0, gearing: fields.number(.gearing) ?? 1,
          cap: fields.number(.cap), floor: fields.number(.floor), fixingDays: fields.integer(.fixingDays)))
    }
  }

  fileprivate func write(to writer: inout FieldWriter) {
    switch self {
    case .rangeAccrual(let range):
      writer.write(.index, range.index.rawValue)
      writer.write(.rate, range.rate)
      writer.write(.rangeLow, range.low)
      writer.write(.rangeHigh, range.high)
      writer.write(.observation, range.observation.rawValue)
    case .swapRate(let coupon):
      writer.write(.index, coupon.index.rawValue)
      writer.write(.margin, coupon.margin)
      writer.write(.gearing, coupon.gearing)
      writer.write(.cap, coupon.cap)
      writer.write(.floor, coupon.floor)
      writer.write(.fixingRate, coupon.fixing)
      writer.write(.longTenor, "\(coupon.longYears)Y")
      writer.write(.shortTenor, coupon.shortYears.map { "\($0)Y" })
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

extension TermFields<InstrumentField> {
  /// Refuses what belongs to coupons of another type.
  fileprivate func refuse(_ others: [InstrumentField], of type: StructuredCouponType) throws(TermsError) {
    try refuse(others, message: "is not a field of the coupon_type \(type.rawValue)")
  }
}
