extension NonDeliverableForward {
  static let fields = InstrumentField.ofFXForward + [.fixingDate, .fixingRate]

  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      exchange: FXForward(fields: fields),
      fixingDate: fields.required(.fixingDate, fields.date(.fixingDate)),
      fixingRate: fields.number(.fixingRate))
  }

  func write(to writer: inout FieldWriter) {
    exchange.write(to: &writer)
    writer.write(.fixingDate, fixingDate)
    writer.write(.fixingRate, fixingRate)
  }
}
