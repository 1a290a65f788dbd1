import DatesAndConventions

extension UnsupportedInstrument {
  init(productType: ProductType, fields: some TermFields<InstrumentField>) throws(TermsError) {
    self.init(
      productType: productType,
      description: try fields.required(.description, fields.text(.description)),
      currency: try fields.required(.currency, fields.currency(.currency)))
  }

  func write(to writer: inout FieldWriter) { writer.write(.description, description) }
}
