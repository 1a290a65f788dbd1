extension FXOption {
  static let fields = InstrumentField.ofFXForward + [.expiryDate]

  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      exchange: FXForward(fields: fields),
      expiry: fields.required(.expiryDate, fields.date(.expiryDate)))
  }

  func write(to writer: inout FieldWriter) {
    exchange.write(to: &writer)
    writer.write(.expiryDate, expiry)
  }
}
