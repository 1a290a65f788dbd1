import DatesAndConventions

extension FXForward {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    try self.init(
      buyCurrency: fields.required(.buyCurrency, fields.currency(.buyCurrency)),
      buyAmount: fields.required(.buyAmount, fields.number(.buyAmount)),
      sellCurrency: fields.required(.sellCurrency, fields.currency(.sellCurrency)),
      sellAmount: fields.required(.sellAmount, fields.number(.sellAmount)),
      settlementDate: fields.required(.settlementDate, fields.date(.settlementDate)),
      valueCurrency: fields.required(.currency, fields.currency(.currency)))
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.buyCurrency, buyCurrency.code)
    writer.write(.buyAmount, buyAmount)
    writer.write(.sellCurrency, sellCurrency.code)
    writer.write(.sellAmount, sellAmount)
    writer.write(.settlementDate, settlementDate)
  }
}
