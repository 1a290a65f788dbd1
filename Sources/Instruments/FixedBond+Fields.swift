import DatesAndConventions

extension FixedBond {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let convention = try fields.required(
      .convention, fields.choice(.convention, BondConventionID.self))
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      datedDate: fields.required(.datedDate, fields.date(.datedDate)),
      maturity: fields.required(.maturity, fields.date(.maturity)),
      coupon: fields.required(.coupon, fields.number(.coupon)),
      frequency: fields.frequency(.frequency) ?? BondConvention.of(convention).frequency,
      convention: convention,
      dayCount: fields.choice(.dayCount, DayCount.self),
      firstCouponDate: fields.date(.firstCouponDate),
      penultimateCouponDate: fields.date(.penultimateCouponDate),
      endOfMonth: fields.flag(.endOfMonth) ?? true,
      redemption: fields.number(.redemption) ?? 100,
      principalPayments: fields.payments(.principalPayments),
      couponSteps: fields.payments(.couponSchedule).map { CouponStep(date: $0.date, rate: $0.amount) })
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.datedDate, datedDate)
    writer.write(.maturity, maturity)
    writer.write(.coupon, coupon)
    writer.write(.frequency, frequency.rawValue)
    writer.write(.convention, convention.rawValue)
    writer.write(.dayCount, dayCount?.rawValue)
    writer.write(.firstCouponDate, firstCouponDate)
    writer.write(.penultimateCouponDate, penultimateCouponDate)
    writer.write(.endOfMonth, endOfMonth)
    writer.write(.redemption, redemption)
    writer.write(.principalPayments, principalPayments)
    writer.write(.couponSchedule, couponSteps.map { PrincipalPayment(date: $0.date, amount: $0.rate) })
  }
}

extension TermFields {
  /// Payments a year; `nil` when absent.
  func frequency(_ field: Name) throws(TermsError) -> Frequency? {
    guard let count = try integer(field) else { return nil }
    guard let frequency = Frequency(rawValue: count) else {
      let choices = Frequency.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
      throw TermsError(
        field: field.name, message: "\(count) payments a year is not one of: \(choices)")
    }
    return frequency
  }
}
