import DatesAndConventions

extension InstrumentField {
  static let ofPerpetualFloater: [InstrumentField] =
    [.isPerpetual, .callSchedule, .valuedTo]
    + ofFloatingNote.filter {
      ![.maturity, .penultimateCouponDate, .redemption, .principalPayments].contains($0)
    }
}

extension PerpetualFloater {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let currency = try fields.required(.currency, fields.currency(.currency))
    try self.init(
      currency: currency, datedDate: fields.required(.datedDate, fields.date(.datedDate)),
      coupon: FloatingRate(fields: fields), frequency: fields.frequency(.frequency),
      dayCount: fields.choice(.dayCount, DayCount.self), calendar: fields.choice(.calendar, CalendarID.self),
      accrualConvention: fields.choice(.accrualConvention, BusinessDayConvention.self),
      paymentConvention: fields.choice(.paymentConvention, BusinessDayConvention.self) ?? .modifiedFollowing,
      paymentLag: fields.integer(.paymentLag) ?? 0, firstCouponDate: fields.date(.firstCouponDate),
      endOfMonth: fields.flag(.endOfMonth) ?? true,
      settlementDays: fields.integer(.settlementDays) ?? FloatingNote.usualSettlementDays(currency),
      fixedStart: FixedStart(fields: fields),
      calls: fields.payments(.callSchedule).map { ExercisePrice(date: $0.date, price: $0.amount) },
      valuation: fields.choice(.valuedTo, PerpetualBond.Valuation.self) ?? .perpetuity)
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.isPerpetual, true)
    writer.write(.datedDate, leg.start)
    coupon.write(to: &writer)
    leg.writeSchedule(to: &writer)
    writer.write(.settlementDays, settlementDays)
    writer.write(.coupon, leg.fixedStart?.rate)
    writer.write(.floatingFrom, leg.fixedStart?.floatingFrom)
    writer.write(.callSchedule, calls.map { PrincipalPayment(date: $0.date, amount: $0.price) })
    writer.write(.valuedTo, valuation.rawValue)
  }
}
