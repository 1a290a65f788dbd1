import DatesAndConventions

extension BondFuture {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    let convention = try fields.required(.convention, fields.choice(.convention, BondConventionID.self))
    try self.init(
      currency: fields.required(.currency, fields.currency(.currency)),
      face: fields.required(.notional, fields.number(.notional)),
      delivery: fields.required(.settlementDate, fields.date(.settlementDate)), convention: convention,
      notionalCoupon: fields.number(.coupon) ?? 0.06,
      basket: fields.required(.deliverables, fields.deliverables()),
      settledPrice: fields.number(.futuresPrice))
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.notional, face)
    writer.write(.settlementDate, delivery)
    writer.write(.convention, convention.rawValue)
    writer.write(.coupon, notionalCoupon)
    writer.write(.deliverables, basket.map(\.text).joined(separator: ";"))
    writer.write(.futuresPrice, settledPrice)
  }

  static let fields: [InstrumentField] = [
    .notional, .settlementDate, .convention, .coupon, .deliverables, .futuresPrice,
  ]
}

extension DeliverableBond {
  /// `coupon:maturity` or `coupon:maturity:factor`.
  fileprivate var text: String {
    "\(coupon):\(maturity)" + (conversionFactor.map { ":\($0)" } ?? "")
  }

  fileprivate init?(_ text: Substring) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let coupon = Self.number(parts[0]),
      let maturity = CivilDate(iso: parts[1])
    else { return nil }
    let factor = parts.count == 3 ? Self.number(parts[2]) : nil
    guard parts.count == 2 || factor != nil else { return nil }
    self.init(coupon: coupon, maturity: maturity, conversionFactor: factor)
  }

  private static func number(_ text: Substring) -> Double? {
    var text = String(text)
    return text.withUTF8 { DecimalText.number($0) }
  }
}

extension TermFields<InstrumentField> {
  fileprivate func deliverables() throws(TermsError) -> [DeliverableBond]? {
    guard let text = try text(.deliverables, limit: 4_000) else { return nil }
    var bonds: [DeliverableBond] = []
    for part in text.split(separator: ";") {
      guard let bond = DeliverableBond(part) else {
        throw TermsError(
          field: "deliverables",
          message:
            "'\(TermsError.shortened(part))' is not coupon:maturity:factor, such as 0.025:2033-08-15:0.8213")
      }
      bonds.append(bond)
    }
    return bonds
  }
}
