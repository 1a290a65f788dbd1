import DatesAndConventions

extension FXSwap {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let near = try FXForward(fields: fields)
    func amount(_ field: InstrumentField) throws(TermsError) -> Double {
      let amount = try fields.required(field, fields.number(field))
      guard amount > 0 else {
        throw TermsError(field: field.name, message: "\(amount) is not an amount above 0")
      }
      return amount
    }
    try self.init(
      near: near,
      far: FXForward(
        buyCurrency: near.sellCurrency, buyAmount: amount(.farBuyAmount), sellCurrency: near.buyCurrency,
        sellAmount: amount(.farSellAmount),
        settlementDate: fields.required(.farDate, fields.date(.farDate)), valueCurrency: near.valueCurrency))
  }

  func write(to writer: inout FieldWriter) {
    near.write(to: &writer)
    writer.write(.farDate, far.settlementDate)
    writer.write(.farBuyAmount, far.buyAmount)
    writer.write(.farSellAmount, far.sellAmount)
  }
}
