import DatesAndConventions

extension ForwardRateAgreement {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      notional: fields.required(.notional, fields.number(.notional)),
      rate: fields.required(.rate, fields.number(.rate)),
      index: fields.required(.index, fields.choice(.index, RateIndexID.self)),
      start: fields.required(.datedDate, fields.date(.datedDate)))
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.datedDate, start)
    writer.write(.rate, rate)
    writer.write(.index, index.rawValue)
    writer.write(.notional, notional)
  }

  /// The fields of such a contract, without those that every instrument may have.
  static let fields: [InstrumentField] = [.notional, .rate, .index, .datedDate]
}
