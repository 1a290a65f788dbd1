import DatesAndConventions

extension CreditDefaultSwap {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      creditCurve: fields.required(.creditCurve, fields.text(.creditCurve, limit: 64)),
      protection: fields.required(.protection, fields.choice(.protection, Protection.self)),
      notional: fields.required(.notional, fields.number(.notional)),
      coupon: fields.required(.coupon, fields.number(.coupon)),
      maturity: fields.required(.maturity, fields.date(.maturity)),
      datedDate: fields.date(.datedDate), recovery: fields.number(.recovery),
      indexFactor: fields.number(.indexFactor) ?? 1)
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.creditCurve, creditCurve)
    writer.write(.protection, protection.rawValue)
    writer.write(.notional, notional)
    writer.write(.coupon, coupon)
    writer.write(.maturity, maturity)
    writer.write(.datedDate, datedDate)
    writer.write(.recovery, recovery)
    writer.write(.indexFactor, indexFactor)
  }
}

extension InstrumentField {
  static let ofCreditDefaultSwap: [InstrumentField] = [
    .creditCurve, .protection, .notional, .coupon, .maturity, .datedDate, .recovery, .indexFactor,
  ]
}
