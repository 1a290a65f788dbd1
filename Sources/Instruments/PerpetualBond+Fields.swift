import DatesAndConventions

extension InstrumentField {
  static let ofPerpetualBond: [InstrumentField] = [
    .isPerpetual, .datedDate, .coupon, .couponSchedule, .frequency, .convention, .dayCount, .firstCouponDate,
    .endOfMonth, .callSchedule, .valuedTo,
  ]
}

extension PerpetualBond {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let convention = try fields.required(.convention, fields.choice(.convention, BondConventionID.self))
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      datedDate: fields.required(.datedDate, fields.date(.datedDate)),
      coupon: fields.required(.coupon, fields.number(.coupon)),
      couponSteps: fields.payments(.couponSchedule).map { CouponStep(date: $0.date, rate: $0.amount) },
      frequency: fields.frequency(.frequency) ?? BondConvention.of(convention).frequency,
      convention: convention, dayCount: fields.choice(.dayCount, DayCount.self),
      firstCouponDate: fields.date(.firstCouponDate), endOfMonth: fields.flag(.endOfMonth) ?? true,
      calls: fields.payments(.callSchedule).map { ExercisePrice(date: $0.date, price: $0.amount) },
      valuation: fields.choice(.valuedTo, Valuation.self) ?? .perpetuity)
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.isPerpetual, true)
    writer.write(.datedDate, datedDate)
    writer.write(.coupon, coupon)
    writer.write(.couponSchedule, couponSteps.map { PrincipalPayment(date: $0.date, amount: $0.rate) })
    writer.write(.frequency, frequency.rawValue)
    writer.write(.convention, convention.rawValue)
    writer.write(.dayCount, dayCount?.rawValue)
    writer.write(.firstCouponDate, firstCouponDate)
    writer.write(.endOfMonth, endOfMonth)
    writer.write(.callSchedule, calls.map { PrincipalPayment(date: $0.date, amount: $0.price) })
    writer.write(.valuedTo, valuation.rawValue)
  }
}
