extension Swaption {
  static let fields: [InstrumentField] =
    InterestRateSwap.fields.filter { $0 != .notionalExchange && $0 != .notionalReset }
    + [.expiryDate, .settlementMethod]

  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      InterestRateSwap(fields: fields),
      expiry: fields.required(.expiryDate, fields.date(.expiryDate)),
      settlement: fields.choice(.settlementMethod, Settlement.self) ?? .physical)
  }

  func write(to writer: inout FieldWriter) {
    swap.writeWithoutExchange(to: &writer)
    writer.write(.expiryDate, expiry)
    writer.write(.settlementMethod, settlement.rawValue)
  }
}
